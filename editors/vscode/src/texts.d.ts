/** Sentences and advice of the command line's `texts*.properties`, put in by the build. */
declare module 'comfort:texts' {
  export const ko: Record<string, string>;
  export const en: Record<string, string>;
}
