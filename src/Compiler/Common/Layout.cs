namespace Fusion.Compiler;

/// <summary>In which order the dimensions of inputs and results lie in the caller's memory. Mirrors <c>Fusion.Layout</c>.</summary>
public enum Layout
{
    /// <summary>Channels last, as in all shapes here.</summary>
    Nhwc,

    /// <summary>Channels first.</summary>
    Nchw,
}
