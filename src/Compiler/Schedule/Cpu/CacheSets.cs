using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>
/// Keeps the pixels of a value in different sets of the first-level cache. A cache line can lie in the places of one set only, which
/// its address says; 4096 bytes on, it is the same set again. With a power of two of channels, what a kernel reads together falls into few
/// sets and is driven out before it is read again: a depthwise convolution of 512 channels at 14×14 took four times as long as one of 528,
/// and a 1×1 convolution of 1024 channels 5 % longer than one of 1040. A cache line between two pixels is the remedy.
/// </summary>
internal sealed class CacheSets(Graph graph)
{
    /// <summary>Of 48 KiB in lines of 64 bytes; 32 KiB have as many sets, with 8 places each.</summary>
    private const int Sets = 64, Places = 12;

    private const int FloatsPerLine = 16;

    /// <summary>With fewer channels, the lines between would take too much of the memory.</summary>
    private const int LeastChannels = 64;

    /// <summary>Pixels of the largest register tile, and those of a value from which on tiles are so large.</summary>
    private const int TilePixels = 14, LeastPixels = 64;

    /// <summary>Lines that a depthwise convolution has written, one for each pixel, and that are still on their way to the cache.</summary>
    private const int LinesWritten = 64;

    /// <summary>The channels to leave free behind each pixel of a value.</summary>
    /// <param name="users">The nodes that read it.</param>
    public int ChannelsBetween(Node node, IReadOnlyList<int> users)
    {
        Shape shape = node.Shape;
        if (node.Operation is Input || shape.Channels < LeastChannels || shape.Channels % (2 * FloatsPerLine) != 0) return 0;
        int sets = Sets / CommonDivisor(shape.Channels / FloatsPerLine, Sets);
        bool fits = !IsDepthwise(node) || LinesWritten <= sets * Places;
        foreach (Node user in users.Select(id => graph.Nodes[id]))
        {
            if (user.Operation is not Fused { Core: PackedConvolution convolution }) return 0;
            if (user.Inputs[0] != node.Id) continue;
            if (LinesTogether(convolution, shape) is not { } lines) return 0;
            fits &= lines <= sets * Places;
        }
        return fits ? 0 : FloatsPerLine;
    }

    private bool IsDepthwise(Node node) => node.Operation is Fused { Core: PackedConvolution convolution }
        && convolution.IsDepthwise(graph.Nodes[node.Inputs[0]].Shape.Channels);

    /// <summary>The lines that should be near at a time; null where a kernel wants pixels without anything between.</summary>
    private static long? LinesTogether(PackedConvolution convolution, Shape shape)
    {
        if (convolution.IsDepthwise(shape.Channels))
            return (long)RowWindow.Of(convolution).Reach * (shape.Width + convolution.Padding[2]);
        return !convolution.IsPointwise ? null : shape.Pixels >= LeastPixels ? TilePixels : 1;
    }

    private static int CommonDivisor(int a, int b) => b == 0 ? a : CommonDivisor(b, a % b);
}
