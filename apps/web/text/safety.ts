/** Words of the ways to a block or a report; what is asked then stands in reports.ts. */
export const safetyText = {
  block: 'Block',
  report: 'Report',
  blockName: (name: string) => `Block ${name}`,
  reportName: (name: string) => `Report ${name}`,
  reportMessage: 'Report message',
  messageMenu: (name: string) => `More about this message from ${name}`,
  reportCall: 'Report call',
  callMenu: 'More about this call',
} as const;
