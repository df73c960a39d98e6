import { Exclude, Expose, Transform, Type } from 'class-transformer';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';

/** What class-transformer's decorators have recorded, by class. It has no public way to ask. */
const recorded = ['_typeMetadatas', '_transformMetadatas', '_exposeMetadatas', '_excludeMetadatas'].map(
  (name) => (defaultMetadataStorage as unknown as Record<string, unknown>)[name],
);

/** Tells whether class-transformer has rules for a class, or for one above it; yes where that cannot be known. */
export function hasTransformerRules(type: object): boolean {
  if (!isReadable) return true;
  for (let at: object | null = type; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    if (isRecorded(at)) return true;
  }
  return false;
}

/** Tells whether class-transformer has a rule for a property, or for all of a class; yes where that cannot be known. */
export function hasTransformerRule(type: object, property: string): boolean {
  if (!isReadable) return true;
  for (let at: object | null = type; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    for (const classes of recorded) {
      const rules = (classes as Map<object, Map<string | undefined, unknown>>).get(at);
      if (rules?.has(property) === true || rules?.has(undefined) === true) return true;
    }
  }
  return false;
}

function isRecorded(type: object): boolean {
  return recorded.some((classes) => (classes as Map<object, unknown>).has(type));
}

/**
 * Another version may keep its rules elsewhere, and a bundler may load the library twice: look whether decorators
 * leave their traces where they are looked for.
 */
const isReadable = [Type(() => Object), Transform(() => null), Expose(), Exclude()].every((decorator) => {
  class Probe {
    property: unknown;
  }
  decorator(Probe.prototype, 'property');
  return recorded.every((classes) => classes instanceof Map) && isRecorded(Probe);
});
