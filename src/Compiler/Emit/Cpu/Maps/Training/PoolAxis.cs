using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>One dimension of a pooling, as its gradient sees it.</summary>
/// <param name="Name">The variable of the position in the pooling's input: <c>line</c> or <c>column</c>.</param>
/// <param name="End">Positions behind the last one that windows may reach.</param>
/// <param name="Input">How many positions the input has.</param>
/// <param name="Windows">How many windows there are.</param>
public sealed record PoolAxis(string Name, int Kernel, int Stride, int Padding, int End, int Input, int Windows)
{
    /// <summary>The most windows that one position lies in.</summary>
    public int MostWindows => Math.Min((Kernel - 1) / Stride + 1, Windows);

    /// <summary>Whether the last window reaches farther than the padding: ceil mode.</summary>
    public bool LeavesPadding => (Windows - 1L) * Stride + Kernel > (long)Input + Padding + End;

    /// <summary>The last two dimensions of a pooling, which has no windows over those before.</summary>
    /// <exception cref="NotSupportedException">It has.</exception>
    public static (PoolAxis Line, PoolAxis Column) Of(
        EquatableArray<int> kernel, EquatableArray<int> stride, EquatableArray<int> padding, EquatableArray<int> end, View input,
        View windows)
    {
        int At(EquatableArray<int> sizes, int fromEnd, int missing) =>
            sizes.Count >= fromEnd ? sizes[sizes.Count - fromEnd] : missing;
        if (At(kernel, 3, 1) != 1 || At(stride, 3, 1) != 1)
            throw new NotSupportedException("The gradient of a pooling over three dimensions has no kernel.");
        return (new PoolAxis("line", At(kernel, 2, 1), At(stride, 2, 1), At(padding, 2, 0), At(end, 2, 0), input.Height, windows.Height),
            new PoolAxis("column", At(kernel, 1, 1), At(stride, 1, 1), At(padding, 1, 0), At(end, 1, 0), input.Width, windows.Width));
    }

    /// <summary>The statement that finds the windows in which the position lies.</summary>
    public string Range()
    {
        string Divided(int offset) => Stride == 1 ? Name + KernelText.Offset(offset)
            : $"({Name}{KernelText.Offset(offset)}) / {Stride}";
        // Where the division rounds a negative number up, it is 0 all the same.
        return $"int {Name}From = Math.Max(0, {Divided(Padding - Kernel + Stride)}), "
            + $"{Name}To = Math.Min({Windows}, {Divided(Padding)} + 1);";
    }

    /// <summary>The first position of a window that lies in the input.</summary>
    public string First(string window) => Padding == 0 ? Start(window) : $"Math.Max(0, {Start(window)})";

    /// <summary>The position behind the last one.</summary>
    public string Behind(string window) => $"Math.Min({Input}, {Start(window)}{KernelText.Offset(Kernel)})";

    /// <summary>How many positions of a window count; with the padding, only those beyond it do not.</summary>
    public string Count(string window, bool countsPadding) =>
        !countsPadding ? $"({Behind(window)} - {First(window)})"
        : LeavesPadding ? $"Math.Min({Kernel}, {Input + Padding + End} - {KernelText.Times(window, Stride)})"
        : CodeWriter.Number(Kernel);

    private string Start(string window) => KernelText.Times(window, Stride) + KernelText.Offset(-Padding);
}
