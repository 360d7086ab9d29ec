/** One mail to one person, in plain text. */
export interface OutgoingMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Names the mail for ever, in any characters: sent twice, it bears the same Message-ID, and the receiver may know it again. */
  readonly messageId: string;
}

/** Where mails go. */
export interface Mail {
  /** Resolves when the next server has taken it; rejects when it refused or did not answer, and then may have it all the same. */
  send(mail: OutgoingMail): Promise<void>;
}
