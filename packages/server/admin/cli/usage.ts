/** What `parley --help` says, and whoever types what there is not. */
export const USAGE = `Usage: npm run parley -- admin <command> [--json]
       npm run parley doctor                   whether calls work here, and what to mend

People
  people find [text] [--after handle]     by the beginning of a handle or a name, 50 at a time
  verify <handle>                         give the verified badge
  unverify <handle>                       take it back
  suspend <handle> <reason>               sign out everywhere, as if nobody were there
  unsuspend <handle>                      lift the suspension
  grant-premium <handle> <months>         1 to 120 months, after what there is
  make-admin <handle>                     there is no other way to become one
  reset-second-factor <handle>            for who has lost every passkey and app

Roll-out of calls
  rollout show
  rollout set <platform>=<how far> …      ios, android, web; off, on or 10%
      [--always-in a,b] [--always-out c]  whole lists of handles; "" empties one

Reports
  reports list [--resolved]
  reports resolve <id> <how> [note]       dismissed, warned or suspended

The server
  audit [--before number]                 who has changed what, 50 at a time
  health                                  whether everything works that it stands on

It works on the database of PARLEY_DATA (default ./data), or of DATABASE_URL, also while the server
runs. --json writes one JSON value and nothing else: npm run --silent parley -- admin audit --json`;
