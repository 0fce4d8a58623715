// placeholder of the bench engineer until the lead maker lands
export function leadBody(n: number, run: string): string {
  return JSON.stringify({ source: 'bench', firstName: 'Ann', lastName: 'Lee', email: `ann.${run}.${n}@example.com`, company: 'Torres, Wood and Herring', phone: null, country: 'US', attributes: { stage: 'new' } });
}
