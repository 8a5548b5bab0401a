#!/bin/sh
# Makes the media in fixtures/ with ffmpeg (Debian: apt-get install ffmpeg). Nothing needs ffmpeg at run time.
# The picture is a moving gradient with a ball and sensor noise: like the picture of a camera, but free of rights.
set -eu
cd "$(dirname "$0")/../fixtures"

ff() { ffmpeg -hide_banner -loglevel error -y "$@"; }
# Files contain neither date nor encoder version, so that the same ffmpeg makes the same bytes.
plain='-fflags +bitexact -flags:v +bitexact -map_metadata -1'

scene() { # width height
  echo "gradients=size=$1x$2:rate=25:duration=1:c0=0x30506f:c1=0xc08860:x0=0:y0=0:x1=$1:y1=$2:speed=0.02:seed=7[sky];\
color=0xe8e0d0:size=$(($2 / 4))x$(($2 / 4)):rate=25:duration=1,format=rgba,geq=r='r(X,Y)':g='g(X,Y)':b='b(X,Y)':\
a='255*lt(hypot(X-W/2,Y-H/2),W/2)'[ball];[sky][ball]overlay=x='$1/10+t*$1/2':y='$2/3+80*sin(t*6)',noise=alls=4:all_seed=7,\
format=yuv420p"
}

clip() { # file width height
  # shellcheck disable=SC2086
  ff -filter_complex "$(scene "$2" "$3")" -frames:v 25 -an -c:v libx264 -preset veryslow -profile:v high \
    -crf 33 -g 25 -x264-params threads=1 -movflags +faststart $plain "$1"
}

clip input.mp4 1280 720
clip portrait.mp4 720 1280

still() { # file options
  file=$1; shift
  # shellcheck disable=SC2086
  ff -i input.mp4 -frames:v 1 $plain "$@" "$file"
}

still input.png -vf scale=640:360 -pred mixed
still input.jpg -q:v 6
still input.webp -c:v libwebp -quality 60

# A striped shirt on a transparent ground: a reference image.
shirt="gt(max(lt(abs(X-120),58)*between(Y,34,226),lt(abs(X-120),112)*gt(Y,34+max(0,abs(X-120)-36)*0.55)*\
lt(Y,104+max(0,abs(X-120)-58)*0.35)),0)*gt(hypot(X-120,Y-28),28)"
# shellcheck disable=SC2086
ff -f lavfi -i "color=black:size=240x240,format=rgba,geq=r='if(lt(mod(Y,44),22),214,250)':\
g='if(lt(mod(Y,44),22),38,240)':b='if(lt(mod(Y,44),22),52,226)':a='255*$shirt'" -frames:v 1 $plain -pred mixed reference.png

printf 'This is a text file. It is neither a video nor an image, whatever its name says.\n' > not-media.txt
ls -l
