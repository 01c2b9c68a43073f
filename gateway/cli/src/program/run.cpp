// SPDX-License-Identifier: MIT
#include "gateway/cli/run.h"

#include "lib/session.h"

namespace gateway::cli {

int run(const Invocation& invocation, Terminal& terminal) {
  Api api(invocation.socket);
  const Session session{.options = invocation, .terminal = terminal, .api = api};
  const int code = invocation.action(session);
  terminal.out.flush();
  if (terminal.out) return code;
  return report(session, {"the output could not be written: is the disk full?"});
}

}  // namespace gateway::cli
