using Fusion.Runtime;

namespace Fusion;

/// <summary>
/// How the bytes of an image become a network's input: value = (byte − mean) / deviation, channel by channel, computed while the first
/// layer's input is packed.
/// </summary>
public sealed class ImageNormalization
{
    private readonly float[] _mean;
    private readonly float[] _deviation;

    /// <summary>One mean and one deviation for each channel of the network's input, or one for all of them.</summary>
    /// <param name="mean">In units of bytes (0 to 255), in the order of the network's channels.</param>
    /// <param name="deviation">In units of bytes (0 to 255), in the order of the network's channels.</param>
    /// <param name="swapRedAndBlue">
    /// Whether the image has its channels 0 and 2 the other way round than the network: an RGB image for a network that was trained on BGR.
    /// </param>
    /// <exception cref="ArgumentException">Not 1 to 4 numbers, different counts, or a deviation that cannot be divided by.</exception>
    public ImageNormalization(ReadOnlySpan<float> mean, ReadOnlySpan<float> deviation, bool swapRedAndBlue = false)
    {
        if (mean.Length is < 1 or > 4)
            throw new ArgumentException($"{mean.Length} means; 1 to 4 were expected, one per channel.", nameof(mean));
        if (deviation.Length != mean.Length)
            throw new ArgumentException($"{deviation.Length} deviations for {mean.Length} means; as many were expected.",
                nameof(deviation));
        foreach (float value in mean)
            if (!float.IsFinite(value)) throw new ArgumentException($"The mean {value} is not a finite number.", nameof(mean));
        foreach (float value in deviation)
            if (!float.IsFinite(value) || !float.IsFinite(1 / value))
                throw new ArgumentException($"The deviation {value} cannot be divided by.", nameof(deviation));
        _mean = mean.ToArray();
        _deviation = deviation.ToArray();
        SwapRedAndBlue = swapRedAndBlue;
    }

    /// <summary>Bytes as they are: 0 to 255, for any number of channels.</summary>
    public static ImageNormalization None { get; } = new([0], [1]);

    /// <summary>0 to 1, for any number of channels.</summary>
    public static ImageNormalization UnitRange { get; } = new([0], [255]);

    /// <summary>ImageNet's mean and deviation as torchvision and timm have them, for RGB.</summary>
    public static ImageNormalization ImageNet { get; } = new([123.675f, 116.28f, 103.53f], [58.395f, 57.12f, 57.375f]);

    /// <summary>The mean of each channel, or one for all of them, in units of bytes.</summary>
    public ReadOnlySpan<float> Mean => _mean;

    /// <summary>The deviation of each channel, or one for all of them, in units of bytes.</summary>
    public ReadOnlySpan<float> Deviation => _deviation;

    /// <summary>Whether channels 0 and 2 change places when they are read.</summary>
    public bool SwapRedAndBlue { get; }

    /// <summary>The form that kernels read.</summary>
    /// <exception cref="ArgumentException">It is for another number of channels.</exception>
    internal unsafe void Write(PixelNormalization* target, int channels)
    {
        if (channels is < 1 or > 4)
            throw new ArgumentException($"The network's input has {channels} channels; bytes are taken for 1 to 4 channels only.",
                "normalization");
        if (_mean.Length != 1 && _mean.Length != channels)
            throw new ArgumentException(
                $"The normalization is for {_mean.Length} channels; the network's input has {channels}.", "normalization");
        if (SwapRedAndBlue && channels < 3)
            throw new ArgumentException($"The normalization swaps red and blue; the network's input has {channels} channels.",
                "normalization");
        for (int c = 0; c < 4; c++)
        {
            int source = _mean.Length == 1 ? 0 : Math.Min(c, _mean.Length - 1);
            target->Scale[c] = (float)(1.0 / _deviation[source]);
            target->Shift[c] = (float)(-(double)_mean[source] / _deviation[source]);
        }
        target->SwapRedAndBlue = SwapRedAndBlue;
    }
}
