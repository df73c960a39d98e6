import { isIPv4, isIPv6 } from 'node:net';
import ipaddr from 'ipaddr.js';

/** All that is given out of IPv6 for use in the internet; what lies outside embeds an address, or is for something else. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

/** Where a network that has only IPv6 reaches IPv4 addresses, which are the last four bytes (RFC 6052). */
const translated = ipaddr.IPv6.parseCIDR('64:ff9b::/96');

/**
 * Tells whether an IP address belongs to the public internet: not to a private network, this machine, a link, a
 * carrier's network, a group of receivers, documentation or anything else that is reserved, in whichever form.
 */
export function isPublicAddress(text: string): boolean {
  if (isIPv4(text)) return ipaddr.IPv4.parse(text).range() === 'unicast';
  const written = `http://[${text}]`;
  if (!isIPv6(text) || !URL.canParse(written)) return false; // also one with a zone
  // URL leaves one way to write it: ipaddr.js (2.5) takes '::1.2.3.4' for another address than '::102:304'.
  const address = ipaddr.IPv6.parse(new URL(written).hostname.slice(1, -1));
  if (address.isIPv4MappedAddress() || address.match(translated)) {
    return new ipaddr.IPv4(address.toByteArray().slice(-4)).range() === 'unicast';
  }
  return address.range() === 'unicast' && address.match(globalUnicast);
}
