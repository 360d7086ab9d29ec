import { isSymphoniaError } from '@symphonia/sdk';
import { button, byId, el, fill, say } from './dom.ts';
import type { Session } from './session.ts';
import { sentence } from './words.ts';

/** The sign-in form, who is here, and the way out. */
export function signInView(session: Session): { show(): void } {
  const form = byId('sign-in') as HTMLFormElement; // index.html has it so
  const message = byId('sign-in-message');
  const who = byId('who');

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void signIn();
  });

  async function signIn(): Promise<void> {
    const fields = new FormData(form);
    const field = (name: string) => String(fields.get(name) ?? '').trim();
    const submit = form.querySelector('button');
    submit?.toggleAttribute('disabled', true);
    say(message, 'Signing in…');
    try {
      await session.signIn(field('tenant'), field('email'), String(fields.get('password') ?? ''));
      form.reset();
      say(message, '');
      byId('title').focus();
    } catch (error) {
      say(message, sentence(error));
    } finally {
      submit?.toggleAttribute('disabled', false);
    }
  }

  async function signOut(): Promise<void> {
    try {
      await session.signOut();
    } catch (error) {
      if (!isSymphoniaError(error) || error.code !== 'pending_orders') throw error;
      askAboutPending(session, error.message);
    }
  }

  return {
    show() {
      const profile = session.profile();
      form.hidden = session.signedIn();
      const tenant = form.elements.namedItem('tenant') as HTMLInputElement; // index.html has it so
      if (tenant.value === '' && profile) tenant.value = profile.tenant;
      fill(
        who,
        profile && session.signedIn() && el('span', { class: 'muted' }, `${profile.role} · ${profile.tenant}`),
        profile &&
          button(session.signedIn() ? 'Sign out' : 'Forget this user', () => void signOut(), { class: 'quiet' }),
      );
    },
  };
}

/** Orders would be left behind: only their owner can say what becomes of them. */
function askAboutPending(session: Session, message: string): void {
  const leave = (pending: 'keep' | 'discard') => () => {
    dialog.close();
    void session.signOut(pending);
  };
  const dialog = el(
    'dialog',
    { 'aria-labelledby': 'pending-title' },
    el('h2', { id: 'pending-title' }, 'Orders are still waiting'),
    el('p', {}, message),
    el(
      'div',
      { class: 'actions' },
      button('Keep them here for my return', leave('keep')),
      button('Discard what was never sent', leave('discard'), { class: 'danger' }),
      button('Stay signed in', () => dialog.close(), { class: 'quiet' }),
    ),
  );
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
