"""Python's own smtpd (gone from its library in 3.12). Prints its port; each message's reply tells what came of it; ends with its input."""

import asyncore
import base64
import json
import sys
import threading
import warnings

warnings.simplefilter("ignore")

import smtpd  # noqa: E402


class Server(smtpd.SMTPServer):
    def process_message(self, peer, mailfrom, rcpttos, data, mail_options=(), rcpt_options=()):
        told = {
            "from": mailfrom,
            "to": list(rcpttos),
            "options": list(mail_options),
            "data": base64.b64encode(data).decode("ascii"),
        }
        return "250 OK " + base64.b64encode(json.dumps(told).encode("utf-8")).decode("ascii")

    def handle_error(self):
        pass


class Channel(smtpd.SMTPChannel):
    # An exception ends the channel, as always, but without a word on standard error.
    def handle_error(self):
        self.handle_close()


Server.channel_class = Channel
server = Server(("127.0.0.1", 0), None, enable_SMTPUTF8=sys.argv[1] == "on")
print(server.socket.getsockname()[1], flush=True)


def wait_for_end():
    sys.stdin.read()
    asyncore.close_all()


threading.Thread(target=wait_for_end, daemon=True).start()
asyncore.loop(timeout=0.5, use_poll=True)
