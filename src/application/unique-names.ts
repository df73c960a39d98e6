import { ConfigurationError } from '../errors/index.js';

/** @throws ConfigurationError, naming both, when two things of one kind have the same name */
export function requireUniqueNames(
  kind: string,
  named: Iterable<{ readonly name: string; readonly label: string }>,
): void {
  const owners = new Map<string, string>();
  for (const { name, label } of named) {
    const earlier = owners.get(name);
    if (earlier !== undefined) {
      throw new ConfigurationError(
        'DUPLICATE_REGISTRATION',
        `Two classes are the ${kind} '${name}': ${earlier} and ${label}. Give each a name of its own.`,
      );
    }
    owners.set(name, label);
  }
}
