/** The app's icon at 32 pixels (build/icons/linux/32x32.png), in here because a package holds no loose files for main. */
import { nativeImage, type NativeImage } from 'electron';

const png = [
  'iVBORw0KGgoAAAANSUhEUgAAACAAAAAgCAYAAABzenr0AAAABmJLR0QA/wD/AP+gvaeTAAAFRklEQVRYhbWXW2xUVRSGv33O6cx0',
  'Om2H0lZaWphSioJGpYIaQGOMkQQ1XoAiGpMSYzAmkIBPImAjxMQLGh+EaELwnlgiWKMoYjReIFELRJS2xhZoBVqgU2d6ndvZy4dp',
  'y4yd0mla/mQ9nLXX2v8/e62z9hnFOHG6xueKZUfmam34BPIAFHQZhj5DhruhYn1zeDz7qXSC/nm9JLMvplcj6jFgMeBKGSiqGyVf',
  'i6g6j4P9pRvPDkxIgNRgNDinL1dKXgF86YhNwDkl8uJ15e27VRX2uAX8vu2aMtM09gE3j5M4CQLHLCXL5z7XcSZtAX++VLxY0PsQ',
  'CidCngC/gpU3PN/x/ZgCTmwvulOQQ4BjksiHEMFQ99y0qf2nRKeR+HC8ZppPi94rIg4RYbLMmVdO+eMfOzwzFn3xx7bC8pQCamsx',
  'Ren9Wkuh1sJkmWAx44FXyZpeice3JCeqqa2txRwhYFZD/hotcrMWYbJMMCi5dwuZ18wDQOL+yvKGgieSBBzZUJIpsFVEEBS5s+/G',
  'cGZP6Nhd+bOZtWIn+fMfTWqEOIdsr68pdgNYAGZ2/2PaVqUAOWW3MrvqbXrPHqen9dekZGWYOHKKyPAUoMwMdLSfSLCdaJ8fAMs9',
  'BU9pJUoZuPLKQKkR5FoLwHRUeCXwngWgbVYrJQCYLi8AnpL5eErmj+zlCUAkLgIAzWrgPev7Gp9LosHFQ347Gh/lA50t9F/8CwB3',
  'QQWZBRWDu2hiAwG0HcV0uDGd2YNum/6LTThzikEprExvShF6iAjuOLAOp+UMBeZq4/Js72r+gZYvN9PVdIhIzwWmzlvGdVU7AfA3',
  'HODUVy8Q6bk0vKGn+EYqHt6Bu6ACl3cGx3ctJdzdjnfWEmbe/Sye6ZcHqSCJAtye7CnXGjFklmhhyHQ0TPsvHxAOdgAGvns3xckb',
  'D9L4yTOEgxdJjO85+zsndq8kHDyH6cqm9K4NiK359+8fObF7Ff7Gg8klSMg1RGYbgs4d7TXylN6Cy1uCaJvmL7agtU4ZF+nr4sy3',
  'rwGQP28ZmA60CLHoAI171zHgPz0oIDkvZtu5htaGI94cIy2r6HoAejsaCAU7UsYMWWfTIQBMZxauvLJhvx0J0fTpRsLdHQRbf0vK',
  'AbA0NkpSX4pDDRbtDyTWLiUiA92ItlGGieH0JMUHWus58vLCETkiBCzseHOkQjh4Id4tU8sQfWUBmXkzUEZ8woYD7WPGA4iSFsMe',
  'pa5ahK6WwwC4ppTgLV98xbFbtHA1AAP/ttHX1ZbOqA52efqaDA2jBvV2nqaz6TsA5q7YgSNnWsq4KRV3MvOOtQC0Hd6T1j1hw4Gq',
  'GiJGvBajz/TGus1E+4Nkeku4ff1BShetwZkzDWVkkFU4hzn3baWy+n2UmUGg7ShtR/akdVcoW9cBqC/XO59WqF1XqpV35gIqq/fg',
  'zC4YNSbQWs/Rd6uJ9HSOWXvgXK8Zqqh6gwHz8YXWAuD+K0WHAuc5d7QWw3DgnurDdLiH1/ouNdP8zQ5O7ttELNSTDjkKte6hN2NH',
  'ASyNhlFewyQR3Zf487PnOfn5VjJzi8lwewn1XCDcfTEt0iEI1B/LD3849GxpG1BjvzLD0DF6/W3gbxsX8SD8ppiramrQwwIg4Yq8',
  'ughrxUMP7gqdSnRatibN/0cTQqeClY/siv38/wVLDH3+8oFcFdRj2SseeYvWVIuGHbF/1rb4J/NLeNDaRKj+o8i+bfko5DB4+J88',
  'xVJEfQRMneCvDSLqK6X0Z30x6ta8S2ishOHq1z5Jni0sUQbTxsOohBjQJcLpoEXD2neIjif/P2fpTXAaN5yRAAAAAElFTkSuQmCC',
].join('');

/** Of the window, for desktops that do not find it by the menu entry. macOS and Windows take that of the program. */
export const windowIcon = (): NativeImage => nativeImage.createFromBuffer(Buffer.from(png, 'base64'));

/** Desktops show a tray icon at 16 points; twice the pixels keep it sharp. */
export function trayIcon(): NativeImage {
  return nativeImage.createFromBuffer(Buffer.from(png, 'base64'), { scaleFactor: 2 });
}
