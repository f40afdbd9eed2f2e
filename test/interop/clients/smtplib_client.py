"""Delivers messages with Python's smtplib: a job a line as JSON on stdin, what became of it a line as JSON on stdout."""

import base64
import json
import smtplib
import ssl
import sys

# Given, because smtplib would otherwise ask the resolver for this machine's full name each time.
NAME = "client.test"


def tls_context(job):
    context = ssl.create_default_context(cafile=job["ca"])
    # As Python does of itself from 3.13 on: certificates must keep to RFC 5280 in every detail.
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    return context


def connect(job):
    if job["kind"] == "lmtp":
        # A host that is a path is a Unix socket to smtplib.
        return smtplib.LMTP(job["path"] or job["host"], job["port"] or 0, NAME)
    if job["kind"] == "smtps":
        return smtplib.SMTP_SSL(job["host"], job["port"], NAME, timeout=20, context=tls_context(job))
    return smtplib.SMTP(job["host"], job["port"], NAME, timeout=20)


def login(client, user, password, mechanism):
    if mechanism is None:
        return client.login(user, password)
    client.ehlo_or_helo_if_needed()
    client.user, client.password = user, password
    return client.auth(mechanism, getattr(client, "auth_" + mechanism.lower()))


def run(job):
    told = {"refused": {}, "features": {}, "auth": None, "error": None}
    client = connect(job)
    try:
        client.ehlo()
        if job["starttls"]:
            client.starttls(context=tls_context(job))
            client.ehlo()
        told["features"] = dict(client.esmtp_features)
        if job["login"] is not None:
            entry = job["login"]
            code, text = login(client, entry["user"], entry["password"], entry["mechanism"])
            told["auth"] = {"code": code, "text": text.decode("utf-8", "replace")}
        data = base64.b64decode(job["data"])
        message = data.decode("ascii") if job["asText"] else data
        refused = client.sendmail(job["from"], job["to"], message, job["mailOptions"], job["rcptOptions"])
        told["refused"] = {address: code for address, (code, _) in refused.items()}
        client.quit()
    except smtplib.SMTPException as error:
        client.close()
        code = getattr(error, "smtp_code", None)
        told["error"] = {"name": type(error).__name__, "code": code, "text": str(error)}
    return told


for line in sys.stdin:
    print(json.dumps(run(json.loads(line))), flush=True)
