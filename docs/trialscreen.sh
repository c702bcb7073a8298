#!/bin/sh
# The command `trialscreen` of a service's machine, for /usr/local/bin: docs/operations.md says how it gets there.
# It runs as the service's user and in the folder of its settings, so that both read the same and no file is root's.
exec sudo -u trialscreen env -C /etc/trialscreen /opt/trialscreen/bin/trialscreen "$@"
