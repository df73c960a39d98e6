/** What nobody means as the name of an application or a class: paths, devices, code, and more. */
export const hostileNames = [
  '../x',
  '/etc/x',
  'con',
  '.git',
  '',
  'a'.repeat(300),
  '__proto__',
  `x'; process.exit()//`,
  '${7*7}',
  'a\nb',
];
