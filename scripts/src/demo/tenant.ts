/** The demo tenant and its first person, as `auth/register` takes them. The password comes from the caller: no secret lies in code. */
export function demoTenant(password: string) {
  return {
    tenant: {
      slug: 'demo',
      name: 'Rheinfracht',
      timeZone: 'Europe/Berlin',
      currency: 'EUR',
      locale: 'de-DE',
      referencePrefix: 'SYM',
    },
    admin: { name: 'Annika Brandt', email: 'annika.brandt@rheinfracht.example', password },
  };
}
