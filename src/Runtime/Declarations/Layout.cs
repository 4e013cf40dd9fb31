namespace Fusion;

/// <summary>In which order the dimensions of a network's inputs and results lie in the caller's memory
/// (<see cref="FusedNetworkAttribute.Layout"/>).</summary>
public enum Layout
{
    /// <summary>Channels last, as shapes are declared: (C), (L, C), (H, W, C) or (T, H, W, C) for each sample.</summary>
    Nhwc,

    /// <summary>
    /// Channels first, as PyTorch and ONNX have them: (C), (C, L), (C, H, W) or (C, T, H, W) for each sample. Shapes are declared as ever,
    /// channels last, and so are all values inside the network, taps among them.
    /// </summary>
    Nchw,
}
