type Labels = Readonly<Record<string, string>>;

/** Whether a selector finds pods with these labels. An empty one would find everything, and is nobody's. */
export function matches(selector: Labels, labels: Labels): boolean {
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
}
