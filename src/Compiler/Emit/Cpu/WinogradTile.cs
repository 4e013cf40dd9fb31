using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>
/// Prints the two ends of a convolution in Winograd's form: from pixels to transformed tiles, and from products to results. Each transforms
/// along the columns into a tile in scratch memory, then along the rows.
/// </summary>
public static class WinogradTile
{
    /// <summary>Prints the transform of the inputs, unless there is one already, and returns its name.</summary>
    public static string AddInputs(CpuContext context, WinogradTransform transform)
    {
        VectorCode code = context.Code;
        int points = transform.Points, lanes = code.Set.Lanes;
        var transforms = new WinogradTransforms(code, transform);
        var writer = new CodeWriter();
        writer.Line(
            $"/// <summary>A row of tiles of {points}×{points} pixels, {transform.Tile} apart, transformed for {transform}: for each " +
            "point, all tiles, channels last.</summary>");
        writer.Line(KernelText.FullyOptimised);
        writer.Open(
            $"private static void {TileLibrary.Placeholder}(float* x, float* points, float* tile, int tiles, nint channels, nint " +
            "rowStep, nint pixelStep, nint pointStep)");
        writer.Open("unchecked");
        Multiples(writer, "row", "rowStep", points);
        Multiples(writer, "point", "pointStep", points);
        writer.Open("do");
        writer.Open($"for (nint n = 0; n < channels; n += {lanes})");
        writer.Comment("Down each column of pixels.");
        writer.Line("float* a = x + n;");
        writer.Line("float* t = tile;");
        writer.Open($"for (int column = 0; column < {points}; column++)");
        foreach (string line in transforms.Inputs(i => code.Load("a" + At("row", i)), (value, i) =>
            $"{value}.Store(t{KernelText.Offset(i * points * lanes)});")) writer.Line(line);
        writer.Line("a += pixelStep;");
        writer.Line($"t += {lanes};");
        writer.Close();
        writer.Comment("Along each row.");
        writer.Line("float* y = points + n;");
        writer.Line("t = tile;");
        writer.Open($"for (int row = 0; row < {points}; row++)");
        foreach (string line in transforms.Inputs(i => code.Load("t" + KernelText.Offset(i * lanes)), (value, i) =>
            $"{value}.Store(y{At("point", i)});")) writer.Line(line);
        writer.Line($"y += {points} * pointStep;");
        writer.Line($"t += {points * lanes};");
        writer.Close();
        writer.Close();
        writer.Line($"x += {transform.Tile} * pixelStep;");
        writer.Line("points += channels;");
        writer.Close(" while (--tiles > 0);");
        writer.Close();
        writer.Close();
        return context.Tiles.Add($"WinogradInputs{transform.Tile}", writer.ToString());
    }

    /// <summary>Prints the transform of the products, with the epilogue, unless there is one already, and returns its name.</summary>
    /// <param name="columns">Results of a row of a tile that are kept: fewer than there are in the last tile of a row.</param>
    public static string AddResults(CpuContext context, WinogradPlan plan, EpilogueEmitter epilogue, int columns)
    {
        VectorCode code = context.Code;
        WinogradTransform transform = plan.Transform;
        int points = transform.Points, lanes = code.Set.Lanes;
        var transforms = new WinogradTransforms(code, transform);
        var writer = new CodeWriter();
        string then = plan.Epilogue.Count == 0 ? "" : $", then {string.Join(", ", plan.Epilogue.Select(step => step.Operation.Kind))}";
        string kept = columns == transform.Tile ? "" : $", of which the first {columns} columns are kept";
        writer.Line(
            $"/// <summary>A row of tiles of {transform.Tile}×{transform.Tile} results from the products of " +
            $"{transform}{kept}{then}.</summary>");
        writer.Line(KernelText.FullyOptimised);
        var parameters = new List<string> { "float* products", "float* yFrom", "float* bias" };
        parameters.AddRange(epilogue.Pointers.Select(pointer => $"float* {pointer.Name}From"));
        if (plan.Squeeze is { } squeeze) parameters.Add($"{SqueezeSum.Type(squeeze)}* sumsFrom");
        parameters.AddRange(["float* tile", "int tiles", "int rows", "nint channels"]);
        parameters.AddRange(Sizes(plan, epilogue).Select(size => $"nint {size.Name}"));
        writer.Open($"private static void {TileLibrary.Placeholder}({string.Join(", ", parameters)})");
        writer.Open("unchecked");
        if (epilogue.IsLong) writer.Line($"float* scratch = tile + {transform.Tile * points * lanes};");
        writer.Line($"nint downStep = {points} * pointStep;");
        Multiples(writer, "down", "downStep", points);
        writer.Open("do");
        writer.Open($"for (nint n = 0; n < channels; n += {lanes})");
        writer.Comment("Down each column of products.");
        writer.Line("float* a = products + n;");
        writer.Line("float* t = tile;");
        writer.Open($"for (int column = 0; column < {points}; column++)");
        for (int i = 0; i < points; i++) writer.Line($"{code.Type} v{i} = {code.Load("a" + At("down", i))};");
        foreach (string line in transforms.Results()) writer.Line(line);
        for (int i = 0; i < transform.Tile; i++) writer.Line($"c{i}.Store(t{KernelText.Offset(i * points * lanes)});");
        writer.Line("a += pointStep;");
        writer.Line($"t += {lanes};");
        writer.Close();
        writer.Comment("Along each row, and through the epilogue.");
        writer.Line($"{code.Type} b = {code.Load("bias + n")};");
        writer.Line("float* yRow = yFrom + n;");
        foreach (EpiloguePointer pointer in epilogue.Pointers)
            writer.Line(pointer.View is null
                ? $"float* {pointer.Name} = {pointer.Name}From{pointer.Channel(" + n")};"
                : $"float* {pointer.Name}Row = {pointer.Name}From{pointer.Channel(" + n")};");
        if (plan.Squeeze is not null)
        {
            writer.Line($"{SqueezeSum.Type(plan.Squeeze)}* sums = sumsFrom + n;");
            if (!epilogue.IsLong) writer.Line($"{code.Type} z = {(plan.Squeeze.IsWide ? code.Zero : code.Load("sums"))};");
        }
        writer.Line("t = tile;");
        writer.Open("for (int row = 0; row < rows; row++)");
        for (int i = 0; i < points; i++) writer.Line($"{code.Type} v{i} = {code.Load("t" + KernelText.Offset(i * lanes))};");
        foreach (string line in transforms.Results()) writer.Line(line);
        EmitEpilogue(writer, context, plan, epilogue, columns);
        writer.Line($"t += {points * lanes};");
        writer.Line("yRow += outRow;"
            + string.Concat(Walking(epilogue).Select(pointer => $" {pointer.Name}Row += {pointer.Name}RowStep;")));
        writer.Close();
        if (plan.Squeeze is not null && !epilogue.IsLong)
            writer.Line(plan.Squeeze.IsWide ? context.Functions.Call("Fold", "sums", "z") + ";" : "z.Store(sums);");
        writer.Close();
        writer.Line("products += productStep;");
        writer.Line($"yFrom += {transform.Tile} * outStep;"
            + string.Concat(Walking(epilogue).Select(pointer => $" {pointer.Name}From += {transform.Tile} * {pointer.Name}Step;")));
        writer.Close(" while (--tiles > 0);");
        writer.Close();
        writer.Close();
        string name = $"WinogradResults{transform.Tile}{string.Concat(plan.Epilogue.Select(step => "_" + step.Operation.Kind))}"
            + $"{SqueezeSum.Suffix(plan.Squeeze)}{(columns < transform.Tile ? "_Keep" + columns : "")}";
        return context.Tiles.Add(name, writer.ToString());
    }

    /// <summary>The distances that the transform of the products takes, in the order of its parameters.</summary>
    public static IEnumerable<(string Name, long Value)> Sizes(WinogradPlan plan, EpilogueEmitter epilogue)
    {
        yield return ("pointStep", plan.ProductStride);
        yield return ("productStep", plan.Weights.PanelChannels);
        yield return ("outStep", plan.Output.PixelStride);
        yield return ("outRow", plan.Output.RowStride);
        foreach (EpiloguePointer pointer in Walking(epilogue))
        {
            yield return (pointer.Name + "Step", pointer.View!.PixelStride);
            yield return (pointer.Name + "RowStep", pointer.View!.RowStride);
        }
    }

    private static void EmitEpilogue(CodeWriter writer, CpuContext context, WinogradPlan plan, EpilogueEmitter epilogue, int columns)
    {
        int lanes = context.Set.Lanes;
        writer.Line("float* y = yRow;"
            + string.Concat(Walking(epilogue).Select(pointer => $" float* {pointer.Name} = {pointer.Name}Row;")));
        if (epilogue.IsLong)
        {
            for (int m = 0; m < columns; m++) writer.Line($"(c{m} + b).Store(scratch{KernelText.Offset(m * lanes)});");
            writer.Line(LongEpilogue.Call(context, epilogue, plan.Epilogue, plan.Squeeze, CodeWriter.Number(columns), lanes,
                lanes));
            return;
        }
        for (int m = 0; m < columns; m++)
        {
            writer.Line($"c{m} += b;");
            foreach (string line in epilogue.Apply($"c{m}", _ => "", "")) writer.Line(line);
            writer.Line($"c{m}.Store(y);");
            if (plan.Squeeze is not null) writer.Line($"z += c{m};");
            if (m + 1 < columns)
                writer.Line("y += outStep;"
                    + string.Concat(Walking(epilogue).Select(pointer => $" {pointer.Name} += {pointer.Name}Step;")));
        }
    }

    private static IEnumerable<EpiloguePointer> Walking(EpilogueEmitter epilogue) =>
        epilogue.Pointers.Where(pointer => pointer.View is not null);

    /// <summary>Multiples of a step, so that an address is one base and one index.</summary>
    private static void Multiples(CodeWriter writer, string name, string step, int count)
    {
        for (int i = 2; i < count; i++) writer.Line($"nint {name}{i} = {i} * {step};");
    }

    private static string At(string name, int index) => index == 0 ? "" : index == 1 ? $" + {name}Step" : $" + {name}{index}";
}
