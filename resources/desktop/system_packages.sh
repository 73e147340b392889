#!/bin/sh
# The system libraries that Qt loads (`run`), and what the tests drive the window with besides (`test`).
# Looks first; installs what is missing with apt where it may (root, or sudo without a password), else says
# which are missing and goes on: the command line needs none of them, and the tests that need one skip themselves.
set -u

# library or program, and the Debian package that has it
needed='
libEGL.so.1 libegl1
libGL.so.1 libgl1
libOpenGL.so.0 libopengl0
libglib-2.0.so.0 libglib2.0-0
libdbus-1.so.3 libdbus-1-3
libfontconfig.so.1 libfontconfig1
libfreetype.so.6 libfreetype6
libxkbcommon.so.0 libxkbcommon0
libxkbcommon-x11.so.0 libxkbcommon-x11-0
libX11-xcb.so.1 libx11-xcb1
libxcb-cursor.so.0 libxcb-cursor0
libxcb-icccm.so.4 libxcb-icccm4
libxcb-image.so.0 libxcb-image0
libxcb-keysyms.so.1 libxcb-keysyms1
libxcb-randr.so.0 libxcb-randr0
libxcb-render-util.so.0 libxcb-render-util0
libxcb-shape.so.0 libxcb-shape0
libxcb-sync.so.1 libxcb-sync1
libxcb-xfixes.so.0 libxcb-xfixes0
libxcb-xinerama.so.0 libxcb-xinerama0
libxcb-xkb.so.1 libxcb-xkb1
'
[ "${1:-run}" = test ] && needed="$needed
Xvfb xvfb
xdotool xdotool
"

[ "$(uname -s)" = Linux ] || exit 0
libraries=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null)
fonts=$(find /usr/share/fonts /usr/local/share/fonts "$HOME/.fonts" "$HOME/.local/share/fonts" \
  -name '*.[ot]t[fc]' -print 2>/dev/null | head -n 5000)

missing=''
while read -r thing package; do
  [ -n "$thing" ] || continue
  case $thing in
    *.so.*) case $libraries in *"$thing "*) continue ;; esac ;;
    *) command -v "$thing" >/dev/null 2>&1 && continue ;;
  esac
  missing="$missing $package"
done <<EOF
$needed
EOF
[ -n "$fonts" ] || missing="$missing fonts-dejavu-core"
# Debian's Python comes without the part that makes virtual environments.
"${PYTHON:-python3}" -c 'import ensurepip' 2>/dev/null || missing="$missing python3-venv"
# Chinese texts are drawn by the tests too; any font that has them will do.
if [ "${1:-run}" = test ]; then
  case $fonts in *[Cc][Jj][Kk]* | *[Ww][Qq][Yy]* | *[Dd]roid[Ss]ans[Ff]allback*) ;; *) missing="$missing fonts-wqy-microhei" ;; esac
fi
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
  echo "These system packages (by their Debian names) are missing; please install them:$missing"
  exit 0
fi
if [ "$(id -u)" = 0 ]; then
  sudo=''
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
  sudo='sudo -n'
else
  echo "These system packages are missing: sudo apt-get install$missing"
  exit 0
fi
echo "Installing system packages:$missing"
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086  # a list of words is meant
install() { $sudo apt-get install -qq -y --no-install-recommends $missing >/dev/null; }
install 2>/dev/null || { $sudo apt-get update -qq && install; } ||
  echo "They could not be installed; please try: sudo apt-get install$missing"
exit 0
