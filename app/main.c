/* app/main.c - the program: reads the command line and starts what it asks for. */
#include "config.h"

#include <glib.h>
#include <locale.h>
#include <stdlib.h>

enum { EXIT_USAGE = 2 };

int
main(int argc, char **argv)
{
  gboolean show_version = FALSE;
  const GOptionEntry entries[] = {
    { "version", 0, 0, G_OPTION_ARG_NONE, &show_version, "Show the version and exit", NULL },
    { 0 },
  };
  g_autoptr(GOptionContext) context = g_option_context_new("[FILE…]");
  g_autoptr(GError) error = NULL;

  setlocale(LC_ALL, "");
  g_option_context_add_main_entries(context, entries, NULL);
  if (!g_option_context_parse(context, &argc, &argv, &error)) {
    g_printerr("dayshift: %s; try --help\n", error->message);
    return EXIT_USAGE;
  }
  if (show_version)
    g_print("dayshift %s\n", PACKAGE_VERSION);
  return EXIT_SUCCESS;
}
