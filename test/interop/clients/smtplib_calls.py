"""Makes Python's smtplib do given calls: a job a line as JSON on stdin, what each call came to a line as JSON on stdout."""

import email.header
import email.message
import json
import smtplib
import ssl
import sys

# Given, because smtplib would otherwise ask the resolver for this machine's full name each time.
NAME = "client.test"


def octets(text):
    return text.encode("latin-1")


def content_of(content):
    return octets(content["bytes"]) if "bytes" in content else content["text"]


def message_of(raw):
    """The message as the email package builds it, since smtplib writes it anew."""
    head, body = octets(raw).decode("utf-8").split("\r\n\r\n", 1)
    message = email.message.EmailMessage()
    fields = [line.split(": ", 1) for line in head.split("\r\n")]
    for name, value in fields:
        if name not in ("Content-Type", "Content-Transfer-Encoding", "MIME-Version"):
            message[name] = str(email.header.make_header(email.header.decode_header(value)))
    encoding = dict(fields).get("Content-Transfer-Encoding")
    message.set_content(body.replace("\r\n", "\n"), cte=encoding, charset="utf-8")
    return message


def call(client, what):
    op = what["op"]
    if op == "sendmail":
        options = (what.get("mailOptions", ()), what.get("rcptOptions", ()))
        return client.sendmail(what["from"], what["to"], content_of(what["content"]), *options)
    if op == "sendMessage":
        return client.send_message(message_of(what["content"]["bytes"]))
    if op == "login":
        return client.login(what["user"], what["password"], initial_response_ok=what["initial"])
    if op == "auth":
        token = "user=u\x01auth=Bearer t\x01\x01"
        return client.auth("XOAUTH2", lambda challenge=None: token if challenge is None else "")
    if op == "starttls":
        return client.starttls(context=ssl.create_default_context()) if what["verify"] else client.starttls()
    if op == "docmd":
        return client.docmd(what["command"], what["args"])
    if op in ("vrfy", "expn", "help"):
        return getattr(client, op)(what["argument"])
    if op == "with":
        with client:
            for inner in what["calls"]:
                call(client, inner)
        return None
    if op == "ehloOrHelo":
        return client.ehlo_or_helo_if_needed()
    if op == "state":
        return [client.esmtp_features, client.does_esmtp, client.ehlo_resp]
    return getattr(client, op)()


def plain(value):
    if isinstance(value, bytes):
        return {"b": value.decode("latin-1")}
    if isinstance(value, (tuple, list)):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    return value


def raised(error):
    module = type(error).__module__
    name = type(error).__name__
    told = {"class": name if module == "builtins" else f"{module}.{name}"}
    for attribute in ("smtp_code", "smtp_error", "sender", "recipients"):
        if hasattr(error, attribute):
            told[attribute] = plain(getattr(error, attribute))
    return {"raised": told}


def attempt(work):
    try:
        return {"returned": plain(work())}
    except Exception as error:  # whatever it is, it is what smtplib did
        return raised(error)


def run(job):
    kind = smtplib.LMTP if job["lmtp"] else smtplib.SMTP
    try:
        client = kind(job["host"], job["port"], NAME, timeout=job["timeout"])
    except Exception as error:
        return {"results": [raised(error)], "state": None}
    results = [attempt(lambda what=what: call(client, what)) for what in job["calls"]]
    state = {
        "open": client.sock is not None,
        "does_esmtp": client.does_esmtp,
        "features": plain(client.esmtp_features),
        "ehlo_resp": plain(client.ehlo_resp),
        "helo_resp": plain(client.helo_resp),
    }
    client.close()
    return {"results": results, "state": state}


for line in sys.stdin:
    print(json.dumps(run(json.loads(line))), flush=True)
