import { defineError } from '../../platform/errors/app-error.ts';

export const InvalidCredentials = defineError<Record<never, never>>({
  code: 'invalid_credentials',
  status: 401,
  title: 'Tenant, e-mail or password is wrong',
  detail: () => 'No account has this tenant, e-mail and password.',
  why: 'One of the three is wrong; which one is not said, so that nobody can find out who has an account.',
  fix: 'Check all three. After five failures wait for the time in Retry-After.',
});
export const RefreshTokenInvalid = defineError<Record<never, never>>({
  code: 'refresh_token_invalid',
  status: 401,
  title: 'The session has ended',
  detail: () => 'This refresh token is unknown, was used before, or its session has ended.',
  why: 'Refresh tokens are used once. When one is used again later, somebody may have copied it, and the session ends.',
  fix: 'Sign in again.',
});
export const RegistrationClosed = defineError<Record<never, never>>({
  code: 'registration_closed',
  status: 403,
  title: 'Registration is closed',
  detail: () => 'New tenants are not registered here by themselves.',
  why: 'The operator of this installation has closed registration.',
  fix: 'Ask the operator for a tenant.',
});
export const EmailTaken = defineError<{ email: string }>({
  code: 'email_taken',
  status: 409,
  title: 'Somebody in your tenant has this e-mail',
  detail: ({ email }) => `${email} belongs to another user of this tenant.`,
  why: 'People sign in by e-mail, so it is unique in a tenant.',
  fix: 'Use another address, or change the user that has it.',
});
