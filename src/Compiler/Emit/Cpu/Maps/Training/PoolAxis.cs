using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit.Cpu.Maps;

/// <summary>One dimension of a pooling, as its gradient sees it.</summary>
/// <param name="Name">The variable of the position in the pooling's input: <c>line</c> or <c>column</c>.</param>
/// <param name="End">Positions behind the last one that windows may reach.</param>
/// <param name="Input">How many positions the input has.</param>
/// <param name="Windows">How many windows there are.</param>
public sealed record PoolAxis(string Name, int Kernel, int Stride, int Dilation, int Padding, int End, int Input, int Windows)
{
    /// <summary>From the first position of a window to the last.</summary>
    public int Extent => (Kernel - 1) * Dilation + 1;

    /// <summary>The most windows between whose ends one position lies.</summary>
    public int MostWindows => Math.Min((Extent - 1) / Stride + 1, Windows);

    /// <summary>What moves a variable to the window's next position.</summary>
    public string Step(string position) => Dilation == 1 ? position + "++" : $"{position} += {Dilation}";

    /// <summary>Whether the last window reaches farther than the padding: ceil mode.</summary>
    public bool LeavesPadding => (Windows - 1L) * Stride + Extent > (long)Input + Padding + End;

    /// <summary>Whether no window has a position outside the input.</summary>
    public bool StaysInside => Padding == 0 && (Windows - 1L) * Stride + Extent <= Input;

    /// <summary>The last two dimensions of a pooling, which has no windows over those before.</summary>
    /// <exception cref="NotSupportedException">It has.</exception>
    internal static (PoolAxis Line, PoolAxis Column) Of(
        PoolWindow window, View input, View windows)
    {
        var (kernel, stride, dilation, padding, end) = window;
        int At(EquatableArray<int> sizes, int fromEnd, int missing) =>
            sizes.Count >= fromEnd ? sizes[sizes.Count - fromEnd] : missing;
        if (At(kernel, 3, 1) != 1 || At(stride, 3, 1) != 1)
            throw new NotSupportedException("The gradient of a pooling over three dimensions has no kernel.");
        return (Along("line", 2, input.Height, windows.Height), Along("column", 1, input.Width, windows.Width));

        PoolAxis Along(string name, int fromEnd, int size, int count) => new(
            name, At(kernel, fromEnd, 1), At(stride, fromEnd, 1), At(dilation, fromEnd, 1), At(padding, fromEnd, 0), At(end, fromEnd, 0),
            size, count);
    }

    /// <summary>The statement that finds the windows between whose ends the position lies.</summary>
    public string Range()
    {
        string Divided(int offset) => Stride == 1 ? Name + KernelText.Offset(offset)
            : $"({Name}{KernelText.Offset(offset)}) / {Stride}";
        // Where the division rounds a negative number up, it is 0 all the same.
        return $"int {Name}From = Math.Max(0, {Divided(Padding - Extent + Stride)}), "
            + $"{Name}To = Math.Min({Windows}, {Divided(Padding)} + 1);";
    }

    /// <summary>Whether the position is one of a window's, and does not lie between two of them; null where none does.</summary>
    public string? Hits(string window) => Dilation == 1 ? null
        : $"({Name}{KernelText.Offset(Padding)} - {KernelText.Times(window, Stride)}) % {Dilation} == 0";

    /// <summary>The first position of a window that lies in the input.</summary>
    public string First(string window) => Padding == 0 ? Start(window)
        : Dilation == 1 ? $"Math.Max(0, {Start(window)})"
        // As many whole steps as lead out of the padding.
        : $"{Start(window)} + Math.Max(0, {Padding + Dilation - 1} - {KernelText.Times(window, Stride)}) / {Dilation} * {Dilation}";

    /// <summary>The position behind the last one.</summary>
    public string Behind(string window) => $"Math.Min({Input}, {Start(window)}{KernelText.Offset(Extent)})";

    /// <summary>How many positions of a window count; with the padding, only those beyond it do not.</summary>
    public string Count(string window, bool countsPadding)
    {
        if (countsPadding && !LeavesPadding) return CodeWriter.Number(Kernel);
        string span = countsPadding ? $"{Input + Padding + End} - {KernelText.Times(window, Stride)}"
            : Dilation == 1 ? $"{Behind(window)} - {First(window)}" : $"{Behind(window)} - ({First(window)})";
        string positions = Dilation == 1 ? span : $"({span} + {Dilation - 1}) / {Dilation}";
        return countsPadding ? $"Math.Min({Kernel}, {positions})" : $"({positions})";
    }

    private string Start(string window) => KernelText.Times(window, Stride) + KernelText.Offset(-Padding);
}
