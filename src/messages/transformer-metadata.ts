import { Exclude, Expose, Transform, Type } from 'class-transformer';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';

/** What class-transformer's decorators have recorded, by class. It has no public way to ask. */
const recorded = ['_typeMetadatas', '_transformMetadatas', '_exposeMetadatas', '_excludeMetadatas'].map(
  (name) => (defaultMetadataStorage as unknown as Record<string, unknown>)[name],
);

/** Decorators have done their work before a class is used. */
const known = new WeakMap<object, boolean>();

/** Tells whether class-transformer has rules for a class, or for one above it; yes where that cannot be known. */
export function hasTransformerRules(type: object): boolean {
  let has = known.get(type);
  if (has === undefined) {
    has = !isReadable || ancestry(type).some(isRecorded);
    known.set(type, has);
  }
  return has;
}

/** Tells whether class-transformer has a rule for a property, or for all of a class; yes where that cannot be known. */
export function hasTransformerRule(type: object, property: string): boolean {
  if (!isReadable) return true;
  return ancestry(type).some((ancestor) =>
    recorded.some((classes) => {
      const rules = (classes as Map<object, Map<string | undefined, unknown>>).get(ancestor);
      return rules?.has(property) === true || rules?.has(undefined) === true;
    }),
  );
}

/** A class and those above it. */
function ancestry(type: object): readonly object[] {
  const classes: object[] = [];
  for (let at: object | null = type; at !== null; at = Object.getPrototypeOf(at) as object | null) classes.push(at);
  return classes;
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
