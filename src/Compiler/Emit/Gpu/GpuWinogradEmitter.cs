using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>Prints the two ends of a convolution in Winograd's form. A thread has one channel of a tile: it transforms down each
/// column, then along each row.</summary>
internal static class GpuWinogradEmitter
{
    public static void EmitInput(GpuContext context, GpuWinogradInputPlan plan)
    {
        CodeWriter writer = context.Writer;
        View input = plan.Input;
        WinogradTransform transform = plan.Tiles.Transform;
        GpuValue x = context.Value("x", input, ofVectors: false), y = context.Value("y", plan.Points, ofVectors: false);
        var transforms = new WinogradTransforms(GpuNumberCode.Instance, transform);
        int size = transform.Points, channels = input.Channels;
        int top = plan.Convolution.Padding[1], left = plan.Convolution.Padding[2];
        context.Open(plan);
        writer.Line($"int index = Grid.IdxX * {plan.Threads} + Group.IdxX;");
        writer.Open($"if (index < batch * {plan.UnitsPerSample})");
        writer.Line($"int tile = index / {channels}, channel = index % {channels};");
        EmitPlace(writer, plan.Tiles, "tile", top, left);
        writer.Line(x.Declaration);
        writer.Line($"int start = {GpuValue.Sum(x.SampleStart("sample"), "channel")};");
        for (int row = 0; row < size; row++)
        {
            string line = GpuValue.Sum("line", row == 0 ? "" : CodeWriter.Number(row));
            writer.Line($"bool hasRow{row} = {Inside(line, input.Height)};");
        }
        for (int column = 0; column < size; column++)
        {
            string at = GpuValue.Sum("column", column == 0 ? "" : CodeWriter.Number(column));
            writer.Line($"bool hasColumn{column} = {Inside(at, input.Width)};");
        }
        writer.Comment("Down each column; what lies outside is zero.");
        writer.Line($"float {string.Join(", ", Cells(size, size))};");
        for (int column = 0; column < size; column++)
        {
            writer.Open("");
            int c = column;
            foreach (string line in transforms.Inputs(row => $"hasRow{row} && hasColumn{c} ? {x.In("start", Pixel(row, c), "0")} : 0f",
                (value, i) => $"{Cell(i, c)} = {value};")) writer.Line(line);
            writer.Close();
        }
        writer.Comment("Along each row.");
        writer.Line(y.Declaration);
        for (int row = 0; row < size; row++)
        {
            writer.Open("");
            int r = row;
            foreach (string line in transforms.Inputs(i => Cell(r, i), (value, i) =>
                $"{y.At("tile", GpuValue.Sum(GpuValue.Times(CodeWriter.Number(r * size + i), channels), "channel"))} = {value};"))
                writer.Line(line);
            writer.Close();
        }
        writer.Close();
        writer.Close();

        string Pixel(int row, int column) => GpuValue.Sum(GpuValue.Times(
            GpuValue.Sum(input.Frames == 1 ? "" : GpuValue.Times("frame", input.Height), "line", row == 0 ? "" : CodeWriter.Number(row)),
            input.Width), "column", column == 0 ? "" : CodeWriter.Number(column));
    }

    public static void EmitOutput(GpuContext context, GpuWinogradOutputPlan plan)
    {
        CodeWriter writer = context.Writer;
        View output = plan.Output;
        GpuWinogradTiles tiles = plan.Tiles;
        WinogradTransform transform = tiles.Transform;
        GpuValue products = context.Value("products", plan.Products, ofVectors: false);
        var transforms = new WinogradTransforms(GpuNumberCode.Instance, transform);
        var finish = new GpuFinish(context, plan, output, plan.Epilogue);
        int points = transform.Points, size = transform.Tile, across = GpuWinogradOutputPlan.ChannelsAcross;
        context.Open(plan);
        if (plan.Squeeze is not null) writer.Line($"var values = SharedMemory.Allocate<float>({plan.Threads});");
        writer.Line($"int thread = Group.IdxX, channel = Grid.IdxY * {across} + thread % {across};");
        if (plan.Squeeze is null)
        {
            writer.Line($"int tile = Grid.IdxX * {GpuWinogradOutputPlan.TilesOfGroup} + thread / {across};");
            writer.Line($"int end = batch * {tiles.PerSample};");
        }
        else
        {
            int blocks = plan.Squeeze.Blocks;
            writer.Line($"int first = Grid.IdxX / {blocks} * {tiles.PerSample};");
            writer.Line($"int tile = first + Grid.IdxX % {blocks} * {GpuWinogradOutputPlan.TilesOfGroup} + thread / {across};");
            writer.Line($"int end = first + {tiles.PerSample};");
            writer.Line("float squeeze = 0f;");
        }
        bool hasIdle = output.Channels % across != 0;
        writer.Open($"if (tile < end{(hasIdle ? $" && channel < {output.Channels}" : "")})");
        EmitPlace(writer, tiles, "tile", 0, 0);
        writer.Line($"float bias = {context.Weights("biases", plan.Weights.BiasOffset, ofVectors: false)}[channel];");
        writer.Line(products.Declaration);
        writer.Comment("Down each column.");
        writer.Line($"float {string.Join(", ", Cells(size, points))};");
        for (int column = 0; column < points; column++)
        {
            writer.Open("");
            for (int i = 0; i < points; i++)
            {
                string at = GpuValue.Sum(GpuValue.Times(CodeWriter.Number(i * points + column), output.Channels), "channel");
                writer.Line($"float v{i} = {products.At("tile", at)};");
            }
            foreach (string line in transforms.Results()) writer.Line(line);
            for (int row = 0; row < size; row++) writer.Line($"{Cell(row, column)} = c{row};");
            writer.Close();
        }
        writer.Comment("Along each row, and through the epilogue.");
        writer.Line($"int corner = {Corner(output)};");
        for (int row = 0; row < size; row++)
        {
            bool isCut = output.Height % size > 0 && row >= output.Height % size;
            writer.Open(isCut ? $"if ({GpuValue.Sum("line", CodeWriter.Number(row))} < {output.Height})" : "");
            for (int i = 0; i < points; i++) writer.Line($"float v{i} = {Cell(row, i)};");
            foreach (string line in transforms.Results()) writer.Line(line);
            for (int column = 0; column < size; column++)
            {
                int offset = row * output.Width + column;
                string call = finish.Call(GpuValue.Sum("corner", offset == 0 ? "" : CodeWriter.Number(offset)), "channel",
                    $"c{column} + bias");
                string statement = plan.Squeeze is null ? $"{call};" : $"squeeze += {call};";
                writer.Line(output.Width % size > 0 && column >= output.Width % size
                    ? $"if ({GpuValue.Sum("column", CodeWriter.Number(column))} < {output.Width}) {statement}"
                    : statement);
            }
            writer.Close();
        }
        writer.Close();
        if (plan.Squeeze is not null) EmitSqueeze(context, plan, hasIdle);
        writer.Close();
        finish.EmitOne();
    }

    /// <summary>The sums of this group's tiles, as a tree.</summary>
    private static void EmitSqueeze(GpuContext context, GpuWinogradOutputPlan plan, bool hasIdle)
    {
        CodeWriter writer = context.Writer;
        int across = GpuWinogradOutputPlan.ChannelsAcross;
        GpuValue sums = context.Value("sums", plan.Squeeze!.Sums, ofVectors: false);
        writer.Comment("The sums over the group's tiles.");
        writer.Line("values[thread] = squeeze;");
        GpuTree.Emit(writer, plan.Threads, across, "values", ["mine += other;"], "float");
        writer.Open($"if (thread < {across}{(hasIdle ? $" && channel < {plan.Output.Channels}" : "")})");
        writer.Line(sums.Declaration);
        writer.Line($"{sums.At("Grid.IdxX", "channel")} = values[thread];");
        writer.Close();
    }

    /// <summary>Declares the sample of a tile, its frame where there are several, and the line and column of its corner.</summary>
    private static void EmitPlace(CodeWriter writer, GpuWinogradTiles tiles, string tile, int top, int left)
    {
        int frame = tiles.Down * tiles.Across;
        writer.Line($"int sample = {GpuValue.Divided(tile, tiles.PerSample)}, inSample = {GpuValue.Remainder(tile, tiles.PerSample)};");
        if (tiles.Frames > 1) writer.Line($"int frame = {GpuValue.Divided("inSample", frame)};");
        string inFrame = tiles.Frames > 1 ? $"inSample % {frame}" : "inSample";
        int size = tiles.Transform.Tile;
        writer.Line($"int line = {Corner(GpuValue.Divided(inFrame, tiles.Across), top)};");
        writer.Line($"int column = {Corner(GpuValue.Remainder(inFrame, tiles.Across), left)};");

        string Corner(string number, int padding)
        {
            string corner = GpuValue.Times(number, size);
            return padding == 0 ? (corner.Length == 0 ? "0" : corner) : corner.Length == 0 ? $"{-padding}" : $"{corner} - {padding}";
        }
    }

    /// <summary>The position of a tile's corner among those of all samples.</summary>
    private static string Corner(View output)
    {
        string frame = output.Frames == 1 ? "sample" : $"(sample * {output.Frames} + frame)";
        return $"({GpuValue.Sum(GpuValue.Times(frame, output.Height), "line")}) * {output.Width} + column";
    }

    private static string Inside(string place, int size) => $"{place} >= 0 && {place} < {size}";

    private static string Cell(int row, int column) => $"t{row}_{column}";

    private static IEnumerable<string> Cells(int rows, int columns) =>
        from row in Enumerable.Range(0, rows) from column in Enumerable.Range(0, columns) select Cell(row, column);
}
