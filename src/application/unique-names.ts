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

/**
 * Streams are `{name}-{id}`: where one name begins another, as `account` and `account-group`, the stream of `group-1` in
 * the one is that of `1` in the other.
 *
 * @throws ConfigurationError, naming both
 */
export function requireDistinctStreams(named: readonly { readonly name: string; readonly label: string }[]): void {
  for (const shorter of named) {
    const longer = named.find(({ name }) => name.startsWith(`${shorter.name}-`));
    if (longer === undefined) continue;
    throw new ConfigurationError(
      'INVALID_DECLARATION',
      `The streams of ${shorter.label} ('${shorter.name}-…') and ${longer.label} ('${longer.name}-…') could be the same ones. ` +
        `Rename one: for example '${longer.name.replaceAll('-', '_')}'.`,
    );
  }
}
