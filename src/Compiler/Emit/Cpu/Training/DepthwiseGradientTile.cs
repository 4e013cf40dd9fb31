using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>
/// Prints the microkernel for the weight gradient of a depthwise convolution: one vector of channels, whose taps have a register each. For
/// each position, dy is multiplied with what each tap reads of x.
/// </summary>
public static class DepthwiseGradientTile
{
    /// <summary>Prints the calls that take a panel over a block.</summary>
    /// <param name="width">The panel's channels, in whole vectors.</param>
    public static void EmitCalls(CpuContext context, WeightGradientPlan plan, int width)
    {
        CodeWriter writer = context.Kernels;
        int lanes = context.Set.Lanes, loops = plan.Positions.Inner.Count;
        // Frames are samples, of which a kernel never covers more than one.
        EquatableArray<int> kernel = plan.Layer.Kernel, dilation = plan.Layer.Dilation;
        long row = (long)dilation[1] * plan.Input.RowStride, column = (long)dilation[2] * plan.Input.PixelStride;
        string n = "";
        if (width > lanes)
        {
            writer.Open($"for (int n = 0; n < {width}; n += {lanes})");
            n = " + n";
        }
        foreach (var (y, rows) in Pieces(kernel[1], MostRows(context.Set, kernel[2])))
        {
            foreach (var (x, columns) in Pieces(kernel[2], MostColumns(context.Set)))
            {
                string name = Add(context, rows, columns, kernel[2], loops);
                string arguments = string.Join(", ", [$"sumStep: {width}", .. new TapPointers(rows, columns).Arguments(row, column),
                    .. PositionLoopText.Arguments(plan.Positions)]);
                writer.Line($"{name}(panelX{n}{KernelText.Offset(y * row + x * column)}, panelDy{n}, "
                    + $"panelSums{n}{KernelText.Offset(((long)y * kernel[2] + x) * width)}, {arguments});");
            }
        }
        if (width > lanes) writer.Close();
    }

    private static int MostColumns(InstructionSet set) => Math.Min(TapPointers.Most, set.Registers - 3);

    private static int MostRows(InstructionSet set, int columns) => columns > MostColumns(set)
        ? 1 : Math.Max(1, Math.Min((set.Registers - 3) / columns, TapPointers.Most - columns + 1));

    private static IEnumerable<(int Start, int Count)> Pieces(int count, int most)
    {
        int start = 0;
        foreach (var (size, times) in TileSplit.Near(count, most).Parts)
            for (int i = 0; i < times; i++, start += size) yield return (start, size);
    }

    /// <param name="rowTaps">Taps of a whole row of the kernel.</param>
    private static string Add(CpuContext context, int rows, int columns, int rowTaps, int loops)
    {
        VectorCode code = context.Code;
        var taps = Enumerable.Range(0, rows).SelectMany(r => Enumerable.Range(0, columns).Select(c => (Row: r, Column: c))).ToList();
        var pointers = new TapPointers(rows, columns);
        var writer = new CodeWriter();
        writer.Summary($"Adds x · dy for {rows}×{columns} taps of a depthwise convolution over a block of positions.");
        writer.Line(KernelText.FullyOptimised);
        string parameters = string.Join(", ", ["nint sumStep", .. pointers.Parameters, .. PositionLoopText.Parameters(loops)]);
        writer.Open($"private static void {TileLibrary.Placeholder}(float* x, float* dy, float* sums, {parameters})");
        writer.Open("unchecked");
        string Sum(int row, int column) => row * rowTaps + column is var tap and > 0 ? $"sums + {tap} * sumStep" : "sums";
        foreach (var (r, c) in taps) writer.Line($"{code.Type} c{r}_{c} = {code.Load(Sum(r, c))};");
        pointers.Declare(writer);
        PositionLoopText.Open(writer, loops);
        writer.Line($"{code.Type} b = {code.Load("dy")};");
        foreach (var (r, c) in taps) writer.Line($"c{r}_{c} = {code.MultiplyAdd(code.Load(pointers.At(r, c)), "b", $"c{r}_{c}")};");
        PositionLoopText.Close(writer, loops, pointers.Pointers);
        foreach (var (r, c) in taps) writer.Line($"c{r}_{c}.Store({Sum(r, c)});");
        writer.Close();
        writer.Close();
        string of = columns < rowTaps ? $"_Of{rowTaps}" : "";
        return context.Tiles.Add($"DepthwiseGradient{rows}x{columns}{of}{(loops == 1 ? "" : $"_{loops}Loops")}", writer.ToString());
    }
}
