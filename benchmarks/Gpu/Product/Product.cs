namespace Fusion.Benchmarks;

/// <summary>A matrix product as a network has it: a 1×1 convolution of as many channels as positions.</summary>
[FusedNetwork(Edge, Edge)]
public partial class Product
{
    /// <summary>Rows and columns of the matrices.</summary>
    public const int Edge = 512;

    [Conv(Edge, 1, Bias = false)] Layer product;
}
