#!/bin/sh
# ~/.config/openbox/autostart of the kiosk's own user, where X11 with openbox is used: the screen
# never sleeps, the keys that switch consoles or kill the server do nothing, the pointer is hidden.
xset s off -dpms
setxkbmap -option srvrkeys:none
command -v unclutter >/dev/null && unclutter -idle 0 -root &
cd /opt/jiezhi || exit 1
exec .venv/bin/python main.py kiosk --as kiosk1 --password-file "$HOME/.config/jiezhi/kiosk.password"
