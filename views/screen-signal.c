/* views/screen-signal.c - signals: some wake the loop, a crash gives the terminal back first. */
#include "views/screen-private.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>
#include <termios.h>
#include <unistd.h>

#include "app/session.h"

static int wake_fd = -1;
static volatile sig_atomic_t has_resized, has_stopped, has_continued, was_interrupted, leave_signal;
static gint was_woken;

static struct termios terminal_before;
static gboolean has_terminal_before;
static char restore_bytes[256];

static const int gentle[] = { SIGWINCH, SIGTSTP, SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGCONT };
static const int crashes[] = { SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGQUIT };
static struct sigaction gentle_before[G_N_ELEMENTS(gentle)];
static struct sigaction crashes_before[G_N_ELEMENTS(crashes)];

static void
wake(void)
{
  const guint64 one = 1;
  const int saved = errno;
  const gssize written = write(wake_fd, &one, sizeof one); /* full means that it is awake */

  (void)written;
  errno = saved;
}

static void
on_gentle(int number)
{
  switch (number) {
  case SIGCONT: /* the size may have changed meanwhile */
    has_continued = 1;
    has_resized = 1;
    break;
  case SIGWINCH:
    has_resized = 1;
    break;
  case SIGTSTP:
    has_stopped = 1;
    break;
  case SIGINT:
    was_interrupted = 1;
    break;
  case SIGPIPE:
    return;
  default:
    leave_signal = number;
  }
  wake();
}

/* Only calls that are allowed in a signal handler. Then the handler that was there before gets the
 * signal: the system's (a core file) or a sanitizer's report. */
static void
on_crash(int number, siginfo_t *info, void *context)
{
  const gssize written = write(STDOUT_FILENO, restore_bytes, strlen(restore_bytes));

  (void)written;
  (void)context;
  if (has_terminal_before)
    tcsetattr(STDIN_FILENO, TCSANOW, &terminal_before);
  for (gsize i = 0; i < G_N_ELEMENTS(crashes); i++)
    if (crashes[i] == number)
      sigaction(number, &crashes_before[i], NULL);
  /* a fault happens again on return; what was sent by somebody has to be sent again */
  if (!info || info->si_code <= 0 || number == SIGABRT || number == SIGQUIT)
    raise(number);
}

gboolean
ds_screen_signals_install(GError **error)
{
  struct sigaction action = { .sa_handler = on_gentle, .sa_flags = SA_RESTART };
  struct sigaction crash = { .sa_sigaction = on_crash, .sa_flags = SA_SIGINFO | SA_NODEFER };

  wake_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  if (wake_fd < 0) {
    g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_STATE,
                "could not open an event counter: %s; close other programs and try again",
                g_strerror(errno));
    return FALSE;
  }
  has_terminal_before = tcgetattr(STDIN_FILENO, &terminal_before) == 0;
  restore_bytes[0] = '\0';
  sigfillset(&action.sa_mask);
  sigemptyset(&crash.sa_mask);
  for (gsize i = 0; i < G_N_ELEMENTS(gentle); i++)
    sigaction(gentle[i], &action, &gentle_before[i]);
  for (gsize i = 0; i < G_N_ELEMENTS(crashes); i++)
    sigaction(crashes[i], &crash, &crashes_before[i]);
  return TRUE;
}

void
ds_screen_signals_remove(void)
{
  if (wake_fd < 0)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS(gentle); i++)
    sigaction(gentle[i], &gentle_before[i], NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(crashes); i++)
    sigaction(crashes[i], &crashes_before[i], NULL);
  close(wake_fd);
  wake_fd = -1;
}

void
ds_screen_signals_set_restore(const char *bytes)
{
  g_strlcpy(restore_bytes, bytes, sizeof restore_bytes);
}

int
ds_screen_wake_fd(void)
{
  return wake_fd;
}

void
ds_screen_wake_fd_clear(void)
{
  guint64 count;
  const gssize n = read(wake_fd, &count, sizeof count);

  (void)n;
}

void
ds_screen_wake(DsScreen *screen)
{
  (void)screen;
  g_atomic_int_set(&was_woken, 1);
  wake();
}

static gboolean
take(volatile sig_atomic_t *flag)
{
  const gboolean was_set = *flag != 0;

  *flag = 0;
  return was_set;
}

gboolean
ds_screen_take_resize(void)
{
  return take(&has_resized);
}

gboolean
ds_screen_take_stop(void)
{
  return take(&has_stopped);
}

gboolean
ds_screen_take_continued(void)
{
  return take(&has_continued);
}

gboolean
ds_screen_take_interrupt(void)
{
  return take(&was_interrupted);
}

gboolean
ds_screen_take_wake(void)
{
  return g_atomic_int_compare_and_exchange(&was_woken, 1, 0);
}

int
ds_screen_take_leave(void)
{
  return leave_signal;
}
