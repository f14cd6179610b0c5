#ifndef APP_PREPARE_H
#define APP_PREPARE_H

#include "app/session.h"
#include "app/subcommand.h"

/*
 * The session that a command line asks for: its SCENE opened and dressed, --seed and
 * --set obeyed, at step --at, --do obeyed in their order. NULL after a complaint, with
 * the status to exit with.
 */
struct session *prepare(const struct request *request, enum exit_status *status);

/*
 * The look that --colours, --glyphs and --theme ask for, as the commands that choose it
 * live.
 */
bool prepare_look(struct session *s, const struct request *request, struct err *err);

#endif
