/** Words of made-up leads. Names are common ones put together at random: no such person is meant. */
export const firstNames: readonly string[] = (
  'Ada Alma Amir Anna Arjun Ben Bianca Carl Carmen Chloe Daniel Dara Diego Elena Elias Emma Felix Fatima Grace ' +
  'Hana Henry Ines Isaac Ivy Jamal Jonas Julia Kai Karen Lara Leon Lucia Malik Maria Mei Milo Nadia Noah Nora ' +
  'Omar Priya Quinn Rosa Ruben Sara Simon Sofia Tariq Tessa Uma Victor Wanda Xenia Yara Yusuf Zoe'
).split(' ');

export const lastNames: readonly string[] = (
  'Abbott Adler Bauer Bennett Brandt Castillo Chen Conway Dalton Diaz Ellis Eriksen Farrell Fischer Fuentes Garner ' +
  'Gomez Grant Haddad Hale Hoffman Ibrahim Iyer Jensen Kapoor Keller Kim Lambert Larsen Leone Lindgren Mancini ' +
  'Mercer Moreno Nakamura Novak Okafor Olsen Patel Perry Quigley Ramos Reyes Rossi Sato Schmidt Silva Tanaka ' +
  'Tucker Underwood Vargas Vogel Walsh Weber Yamada Young Zeller Ziegler'
).split(' ');

export const companyNames: readonly string[] = (
  'Alder Anchor Beacon Birch Cedar Cobalt Copper Delta Ember Falcon Garnet Harbor Indigo Juniper Kestrel Lantern ' +
  'Maple Meridian Northwind Oak Onyx Pioneer Quarry Ridge Saffron Summit Tidal Umber Vantage Willow'
).split(' ');

export const companyKinds: readonly string[] = [
  'Roofing',
  'Solar',
  'Dental',
  'Logistics',
  'Legal',
  'Plumbing',
  'Media',
  'Foods',
  'Design, Inc.',
  'Homes LLC',
  'Garage',
  'and Sons',
];

export const sources: readonly string[] = [
  'Website form',
  'Search ads',
  'Partner',
  'Trade show',
  'Referral',
  'Webinar',
];

export const products: readonly string[] = [
  'solar',
  'roofing',
  'insurance',
  'mortgage',
  'home security',
  'legal',
];

export const messages: readonly string[] = [
  '',
  '',
  '',
  'Please call after 5 pm',
  'Wants a quote, and soon',
  'Asked for "Bo" by name',
  'Second visit; compares three offers',
  'Prefers e-mail',
];

/** Area codes with the first three digits of a ZIP code there: the place and the phone belong together. */
export const places: readonly (readonly [areaCode: string, zipStart: string])[] = (
  '212-100 202-200 617-021 312-606 415-941 206-981 305-331 303-802 404-303 713-770 214-752 602-850 215-191 ' +
  '313-482 612-554 503-972 702-891 504-701 314-631 816-641 412-152 216-441 614-432 317-462 414-532 615-372 ' +
  '704-282 919-276 804-232 410-212 407-328 813-336 901-381 502-402 205-352 501-722 405-731 505-871 801-841 ' +
  '208-837 406-591 907-995 808-968 207-041 603-031 802-054 401-029 860-061'
)
  .split(' ')
  .map((pair) => [pair.slice(0, 3), pair.slice(4)]);
