/**
 * By how much counters have grown in a window, in PromQL, as a whole number. `increase()` does not say it where few ask:
 * it knows nothing of what a series began with, so that the first fault of its kind is none, and it guesses beyond the
 * ends of the window. Here a series that is younger than the window has grown by all that it counts, and so has one
 * that began anew.
 */
export function growth(counter: string, window: string): string {
  return `sum(${counter} - (${counter} offset ${window} <= ${counter} or ${counter} * 0))`;
}
