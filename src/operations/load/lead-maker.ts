// placeholder of the bench engineer until the lead maker lands
export function leadBody(n: number, run: string): string {
  const phone = `+1212${200 + (Math.floor(n / 10000) % 700)}${String(n % 10000).padStart(4, '0')}`;
  return JSON.stringify({ source: 'bench', firstName: 'Jamie', lastName: 'Reese', email: `cookemax.${run}.${n}@franco.com`, company: 'Torres, Wood and Herring', phone, website: 'http://www.mathis.com/', postalCode: '10001', country: 'US', consent: { givenAt: '2026-01-01T00:00:00Z', text: 'I agree to be called about my request.' }, attributes: { stage: 'Qualified' } });
}
