const NEEDED = ['MONGODB_URI', 'REDIS_URL', 'SMTP_URL', 'MAIL_CATCHER_URL'];

/** Ends the run before its first test when the real servers are not there: a test that is skipped proves nothing. */
export function setup(): void {
  const absent = NEEDED.filter((name) => !process.env[name]);
  if (absent.length > 0) throw new Error(`These tests need real servers (${absent.join(', ')} not set): run npm test.`);
}
