import { getCountries, getCountryCallingCode } from 'libphonenumber-js';

/** A country by which numbers without a country code can be read. */
export interface RegionChoice {
  /** ISO 3166-1. */
  region: string;
  /** Without the plus. */
  callingCode: string;
}

/** All regions whose numbers can be read. */
export function listRegions(): readonly RegionChoice[] {
  return getCountries().map((region) => ({ region, callingCode: getCountryCallingCode(region) }));
}
