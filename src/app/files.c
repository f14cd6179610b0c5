/* Commands that write what there is to a file, and the one that ends it all. */
#include <stdlib.h>
#include <string.h>

#include "app/arguments.h"
#include "app/command.h"
#include "app/session.h"

static bool quit(struct session *s, struct words *w, struct err *err)
{
    if (!argument_end(w, err))
        return false;
    s->quit = true;
    return true;
}

const struct command file_commands[] = {
    {
     .name = "open",
     .usage = "open SCENE",
     .help = "leave this scene for another one",
     .places = COMMAND_LIVE,
     .obey = session_turn_to,
     },
    {
     .name = "moment",
     .usage = "moment",
     .help = "show the command line that comes to this very moment",
     .places = COMMAND_LIVE,
     .obey = session_show_moment,
     },
    {
     .name = "quit",
     .usage = "quit",
     .help = "end the program",
     .places = COMMAND_LIVE,
     .obey = quit,
     },
    {0                                               },
};
