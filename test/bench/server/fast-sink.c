/*
 * A server that does next to nothing for the sending bench: reads each command, finds each end of data, takes everything, keeps
 * nothing. In C, so that the rows show the clients and not the sink. Prints its port; ends when its standard input does.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PEERS = 64, LINE = 4096, INPUT = 262144, OUTPUT = 65536 };

struct peer {
  int fd;
  int in_body;
  /* How much of CR LF dot CR LF stands at the end of what came of the body. */
  int matched;
  /* Of a command whose end has not come. */
  size_t held;
  char line[LINE];
};

static const char END[] = "\r\n.\r\n";
static char input[INPUT];
static struct peer peers[PEERS];
static char output[OUTPUT];
static size_t pending;

static void flush_to(int fd) {
  for (size_t sent = 0; sent < pending;) {
    ssize_t wrote = send(fd, output + sent, pending - sent, MSG_NOSIGNAL);
    if (wrote < 0 && errno != EINTR) break;
    if (wrote > 0) sent += (size_t)wrote;
  }
  pending = 0;
}

static void say(int fd, const char *reply) {
  size_t length = strlen(reply);
  if (pending + length > OUTPUT) flush_to(fd);
  memcpy(output + pending, reply, length);
  pending += length;
}

/* Gives what follows the end of data, NULL when it has not come. Octets are looked at one by one only where it may begin. */
static const char *skip_body(struct peer *peer, const char *at, const char *end) {
  while (at < end) {
    if (peer->matched == 0) {
      const char *found = memmem(at, (size_t)(end - at), END, 5);
      if (found != NULL) return found + 5;
      /* It may begin in the last four octets. */
      at = end - at > 4 ? end - 4 : at;
      while (at < end && *at != '\r') at += 1;
      if (at == end) return NULL;
    }
    if (*at == END[peer->matched]) {
      peer->matched += 1;
      at += 1;
      if (peer->matched == 5) return at;
    } else {
      /* Not the end; a CR may begin another. */
      peer->matched = *at == '\r' ? 1 : 0;
      if (peer->matched == 1) at += 1;
    }
  }
  return NULL;
}

/* False when the connection is done. */
static int obey(struct peer *peer, const char *line, size_t length) {
  int fd = peer->fd;
  if (length >= 4 && strncasecmp(line, "QUIT", 4) == 0) {
    say(fd, "221 bye\r\n");
    return 0;
  }
  if (length >= 4 && strncasecmp(line, "EHLO", 4) == 0) {
    say(fd, "250-sink.test\r\n250-PIPELINING\r\n250 SIZE 0\r\n");
  } else if (length >= 4 && strncasecmp(line, "DATA", 4) == 0) {
    say(fd, "354 go\r\n");
    peer->in_body = 1;
    /* The CR LF of DATA: an empty message is a dot alone. */
    peer->matched = 2;
  } else {
    say(fd, "250 ok\r\n");
  }
  return 1;
}

static int serve(struct peer *peer, const char *at, const char *end) {
  while (at < end) {
    if (peer->in_body) {
      at = skip_body(peer, at, end);
      if (at == NULL) return 1;
      peer->in_body = 0;
      say(peer->fd, "250 2.0.0 taken\r\n");
      continue;
    }
    const char *lf = memchr(at, '\n', (size_t)(end - at));
    size_t length = (size_t)((lf == NULL ? end : lf + 1) - at);
    if (peer->held + length > LINE) return 0;
    memcpy(peer->line + peer->held, at, length);
    peer->held += length;
    at += length;
    if (lf == NULL) return 1;
    length = peer->held;
    peer->held = 0;
    if (!obey(peer, peer->line, length)) return 0;
  }
  return 1;
}

static void accept_one(int listener) {
  int fd = accept(listener, NULL, NULL);
  if (fd < 0) return;
  int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  for (int i = 0; i < PEERS; i += 1) {
    if (peers[i].fd != -1) continue;
    memset(&peers[i], 0, sizeof peers[i]);
    peers[i].fd = fd;
    say(fd, "220 sink.test ESMTP\r\n");
    flush_to(fd);
    return;
  }
  close(fd);
}

static void leave(struct peer *peer) {
  close(peer->fd);
  peer->fd = -1;
}

int main(void) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  if (listener < 0 || bind(listener, (struct sockaddr *)&address, size) != 0 || listen(listener, 128) != 0) return 1;
  if (getsockname(listener, (struct sockaddr *)&address, &size) != 0) return 1;
  for (int i = 0; i < PEERS; i += 1) peers[i].fd = -1;
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
  for (;;) {
    struct pollfd watched[PEERS + 2];
    struct peer *of[PEERS + 2] = {0};
    nfds_t count = 2;
    watched[0] = (struct pollfd){.fd = STDIN_FILENO, .events = POLLIN};
    watched[1] = (struct pollfd){.fd = listener, .events = POLLIN};
    for (int i = 0; i < PEERS; i += 1) {
      if (peers[i].fd == -1) continue;
      of[count] = &peers[i];
      watched[count] = (struct pollfd){.fd = peers[i].fd, .events = POLLIN};
      count += 1;
    }
    if (poll(watched, count, -1) < 0) {
      if (errno == EINTR) continue;
      return 1;
    }
    if (watched[0].revents != 0) return 0;
    if (watched[1].revents != 0) accept_one(listener);
    for (nfds_t i = 2; i < count; i += 1) {
      if (watched[i].revents == 0) continue;
      ssize_t got = recv(watched[i].fd, input, INPUT, 0);
      int stays = got > 0 && serve(of[i], input, input + got);
      flush_to(watched[i].fd);
      if (!stays) leave(of[i]);
    }
  }
}
