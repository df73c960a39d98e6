import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.js';

/** What a lookup fails with when a name stands for an address that is not public. */
export class AddressRefusedError extends Error {
  constructor(
    readonly hostname: string,
    readonly address: string,
  ) {
    super(`${hostname} stands for ${address}, which is not public`);
  }
}

/**
 * A lookup that lets a connection know public addresses only. What it answers is what is connected to, so that a name
 * which stands for something else a moment later gains nothing by it.
 */
export function guardedLookup(lookup: LookupFunction = systemLookup): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, options, (error, found, family) => {
      if (error) {
        callback(error, found, family);
        return;
      }
      const addresses: readonly Pick<LookupAddress, 'address'>[] =
        typeof found === 'string' ? [{ address: found }] : found;
      const refused = addresses.find(({ address }) => !isPublicAddress(address));
      if (refused === undefined) callback(null, found, family);
      else callback(new AddressRefusedError(hostname, refused.address), []);
    });
  };
}
