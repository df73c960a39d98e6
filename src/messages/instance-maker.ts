import { plainToInstance } from 'class-transformer';
import { compileMaker, type CompiledMaker } from './compiled-maker.js';
import type { Class } from './message-class.js';
import { copyProperties, type LeftOut } from './plain-copy.js';
import { hasTransformerRules } from './transformer-metadata.js';

/** A class with more properties than these is made by a loop. */
const maximumNames = 100;

type Maker = (data: object) => object;

const makers = new WeakMap<Class, Maker>();

/**
 * What makes instances of a class from plain data, by class-transformer's rules: its own code where the class has such
 * rules, and else a path that gives the same and is many times as fast.
 */
export function makerOf(type: Class): Maker {
  let maker = makers.get(type);
  if (maker === undefined) {
    maker = hasTransformerRules(type) ? byTransformer(type) : directly(type);
    makers.set(type, maker);
  }
  return maker;
}

function byTransformer(type: Class): Maker {
  return (data) => plainToInstance(type as Class & (new () => object), data);
}

function directly(type: Class): Maker {
  const make = type;
  const transform = byTransformer(type);
  const known = new Set<string>();
  let names: ClassNames | undefined;
  let compiled: CompiledMaker = () => undefined;

  /** Makes an instance of data with properties that were not seen before, and learns them. */
  const learn = (data: object): object => {
    const instance = new make();
    names ??= namesOf(instance);
    if (!copyProperties(data, instance, names.leftOut)) return transform(data);
    const before = known.size;
    for (const name of Object.keys(data)) {
      if (!names.leftOut.here.has(name) && known.size < maximumNames) known.add(name);
    }
    // A setter may do anything, and sees the properties in the order of the data.
    if (known.size > before && !names.hasSetters) compiled = compileMaker(type, [...known], names.leftOut.within);
    return instance;
  };
  return (data) => compiled(data) ?? (Array.isArray(data) ? transform(data) : learn(data));
}

interface ClassNames {
  /** The properties that data cannot have: the class has methods or getters of these names. */
  readonly leftOut: LeftOut;
  readonly hasSetters: boolean;
}

function namesOf(instance: object): ClassNames {
  const here = takenNames(instance);
  for (const [name, descriptor] of descriptorsOf(instance.constructor.prototype as object)) {
    if (typeof descriptor.set !== 'function') here.add(name);
  }
  return { leftOut: { here, within: takenNames({}) }, hasSetters: chainOf(instance).some(hasSetters) };
}

/** The names of methods, JavaScript's own included. */
function takenNames(instance: object): Set<string> {
  const names = new Set(['__proto__', 'constructor']);
  for (const [name, { value }] of chainOf(instance).flatMap(descriptorsOf)) {
    if (typeof value === 'function') names.add(name);
  }
  return names;
}

function hasSetters(object: object): boolean {
  return descriptorsOf(object).some(
    ([name, descriptor]) => typeof descriptor.set === 'function' && name !== '__proto__',
  );
}

/** An object and what it inherits from. */
function chainOf(instance: object): readonly object[] {
  const chain: object[] = [];
  for (let at: object | null = instance; at !== null; at = Object.getPrototypeOf(at) as object | null) chain.push(at);
  return chain;
}

function descriptorsOf(object: object): readonly (readonly [string, PropertyDescriptor])[] {
  return Object.entries(Object.getOwnPropertyDescriptors(object));
}
