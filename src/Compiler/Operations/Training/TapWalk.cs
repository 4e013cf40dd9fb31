using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>Which input position meets which output position through which tap of a convolution, padding left out.</summary>
internal static class TapWalk
{
    /// <returns>The tap, and the offsets of the two positions' first channels.</returns>
    public static IEnumerable<(int Tap, int From, int To)> Of(Conv layer, ReferenceTensor input, ReferenceTensor output)
    {
        Extent kernel = Extent.Of(layer.Kernel, 1), stride = Extent.Of(layer.Stride, 1), dilation = Extent.Of(layer.Dilation, 1),
            padding = Extent.Of(layer.Padding, 0);
        for (int t = 0; t < output.Frames; t++)
            for (int y = 0; y < output.Height; y++)
                for (int x = 0; x < output.Width; x++)
                    for (int tap = 0; tap < layer.Taps; tap++)
                    {
                        int kx = tap % kernel.Width, ky = tap / kernel.Width % kernel.Height, kt = tap / kernel.Width / kernel.Height;
                        int it = t * stride.Frames + kt * dilation.Frames - padding.Frames;
                        int iy = y * stride.Height + ky * dilation.Height - padding.Height;
                        int ix = x * stride.Width + kx * dilation.Width - padding.Width;
                        if (input.Contains(it, iy, ix)) yield return (tap, input.Offset(it, iy, ix), output.Offset(t, y, x));
                    }
    }
}
