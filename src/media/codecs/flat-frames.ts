/**
 * Key frames of one flat colour, 320x180, base64, for receivers without H.264 when no encoder is installed. Encoded once
 * with libvpx (realtime, one key frame a colour) from flat pictures of brightness 110, the grey one 90, the black ones 16.
 */

/** VP8, one for each 30 degrees of hue, in the chroma of `chromaOf`. */
export const VP8_HUES: readonly string[] = [
  '8A4AnQEqQAG0AABHCIWFiIWEiAICAAYWBPcGgWSfa9ubJzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jy4A/vKpf//+H/f/+H/f/+H/f/DpAA==',
  'kA8AnQEqQAG0AABHCIWFiIWEiAICAnWqA/gCBoaFqMPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZNkD+8ql//ugT90CfugT/3QJ/9+0vfaXvtL/UIA==',
  'kA8AnQEqQAG0AABHCIWFiIWEiAICAnWqA/gCBoaFqMPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZNkD+8ql//ftL32l77S/17f/ugT90CfugT/3NoA==',
  '8A4AnQEqQAG0AABHCIWFiIWEiAICAAYWBPcGgWSfa9ubJzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jy4A/vKo///+H/f/+H/f/+H/f/DpAA==',
  'kA8AnQEqQAG0AABHCIWFiIWEiAICAnWqA/gCBoaFaX2vbmyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc3gD+8ql//f6r39V7+q/3af/vAX94C/vAX/3d4A==',
  'kA8AnQEqQAG0AABHCIWFiIWEiAICAnWqA/gCBoaFqMPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZNkD+8ql//vH/94//vH//3j//9+0vfaXvtL/UIA==',
  '8A4AnQEqQAG0AABHCIWFiIWEiAICAAYWBPcGgWSfa9ubJzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jy4A/vKpf//+JKf/+JKf/+JKf/EOgA==',
  'kA8AnQEqQAG0AABHCIWFiIWEiAICAnWqA/gCBoaFaX2vbmyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc3gD+8ql//uor91Ffuor/3UV/9/qvf1Xv6r/aEA==',
  'kA8AnQEqQAG0AABHCIWFiIWEiAICAnWqA/gCBoaFaX2vbmyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc3gD+8ql//f6r39V7+q/3af/uor91Ffuor/3R0A==',
  '8A4AnQEqQAG0AABHCIWFiIWEiAICAAYWBPcGgWSfa9ubJzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jy4A/vKo///+JKf/+JKf/+JKf/EOgA==',
  'kA8AnQEqQAG0AABHCIWFiIWEiAICAnWqA/gCBoaFqMPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZOcPZNkD+8ql//ftL32l77S/17f/vH/94//vH//3hsA==',
  'kA8AnQEqQAG0AABHCIWFiIWEiAICAnWqA/gCBoaFaX2vbmyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc4eyc3gD+8ql//vAX94C/vAX/3gL/9/qvf1Xv6r/aEA==',
];

export const VP8_GREY =
  '8A4AnQEqQAG0AABHCIWFiIWEiAICAAYWBPcGgWSfa9ubJzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jy4A/vwoEA==';

export const VP8_BLACK =
  '8A4AnQEqQAG0AABHCIWFiIWEiAICAAYWBPcGgWSfa9ubJzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jy4A/v+rUIA=';

export const VP9_BLACK =
  'gkmDQgAT8As2CjgkHBhsAADQR9j9Ygzb6TwBbUe4AGs5clzlxYgjEiOtcfK16Q2MvvXuwwf+7xMV0R9n8Cz/9fQm6Hqgnm54EFtDCACcDUiKqMpwKUHxE559Yq9Hpe2usaqSOW6FKefZNbfxRzIQlzKyTPV8AA==';
