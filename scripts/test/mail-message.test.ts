import { describe, expect, it } from 'vitest';
import { readMail } from '../src/mail-message.ts';

const mail = (...lines: string[]) => lines.join('\r\n');

describe('a caught mail', () => {
  it('gives its text, whatever way it was encoded for the journey', () => {
    expect(readMail(mail('Subject: Hi', '', 'Hello', 'you', '')).text).toBe('Hello\nyou');
    const quoted = mail(
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'Gr=C3=BC=C3=9Fe, http://x/?a=3D1&t=',
      'oken',
    );
    expect(readMail(quoted).text).toBe('Grüße, http://x/?a=1&token');
    const base64 = mail('Content-Transfer-Encoding: base64', '', Buffer.from('Grüße').toString('base64'));
    expect(readMail(base64).text).toBe('Grüße');
  });

  it('keeps the spaces at which its lines were folded', () => {
    const folded = mail(
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'Your order is on =',
      'its way=  ',
      ' to you',
    );
    expect(readMail(folded).text).toBe('Your order is on its way to you');
  });

  it('gives the plain part of one that has several, also nested', () => {
    const nested = mail(
      'Subject: =?UTF-8?Q?Auftrag_best=C3=A4tigt?= =?UTF-8?B?IQ==?=',
      'Content-Type: multipart/mixed;',
      ' boundary="outer"',
      '',
      'a preamble nobody reads',
      '--outer',
      'Content-Type: multipart/alternative; boundary=inner',
      '',
      '--inner',
      'Content-Type: text/html',
      '',
      '<b>rich</b>',
      '--inner',
      'Content-Type: text/plain; charset=utf-8',
      '',
      'plain',
      '--inner--',
      '--outer',
      'Content-Type: application/pdf',
      '',
      'bytes',
      '--outer--',
    );
    expect(readMail(nested)).toEqual({ subject: 'Auftrag bestätigt!', text: 'plain' });
  });

  it('is shown as it is when it has no plain part', () => {
    expect(readMail(mail('Content-Type: text/html', '', '<b>x</b>'))).toEqual({ subject: '', text: '<b>x</b>' });
  });
});
