using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>Prints a convolution in Winograd's form: a driver that takes a block of tiles through its inputs, products and
/// results.</summary>
public static class WinogradEmitter
{
    public static void Emit(CpuContext context, WinogradPlan plan)
    {
        CodeWriter writer = context.Kernels;
        PackedWeights weights = plan.Weights;
        WinogradTransform transform = plan.Transform;
        EpilogueEmitter epilogue = context.Epilogue(plan.Epilogue, plan.Output);
        int[] padding = [.. plan.Convolution.Padding];
        long corner = -((long)padding[1] * plan.Input.RowStride + (long)padding[2] * plan.Input.PixelStride);

        KernelText.OpenKernel(writer, plan);
        writer.Line($"float* input = {KernelText.Base(plan.Input, corner)};");
        writer.Line($"float* output = {KernelText.Base(plan.Output)};");
        writer.Line($"{KernelText.WeightType(weights.IsNarrow)}* weights = "
            + $"{(plan.Packing is { } packing ? TransformWeightsEmitter.Target(packing) : KernelText.Weights(weights))};");
        writer.Line(
            $"float* biases = {(plan.Packing is { } own ? TransformWeightsEmitter.Biases(own) : KernelText.Biases(weights))};");
        foreach (EpiloguePointer pointer in epilogue.Pointers) writer.Line($"float* {pointer.Name}Base = {pointer.Base};");
        if (plan.Squeeze is { } squeeze) writer.Line(SqueezeSum.Declare(squeeze, "sumsBase"));
        writer.Line("float* zeros = k->Scratch;");
        writer.Line($"int* transformed = (int*)(zeros + {WinogradPlan.ZeroFloats});");
        writer.Line($"float* tile = zeros + {WinogradPlan.ZeroFloats + WinogradPlan.BlockFloats};");
        writer.Line($"float* points = tile + {WinogradPlan.TileFloats};");
        writer.Line($"float* products = points + {transform.Products * plan.PointStride};");
        writer.Comment($"{transform}: a unit is "
            + (plan.Tiles.Blocks > 1 ? $"one of {plan.Tiles.Blocks} blocks of {plan.Tiles.RowsPerBlock}" : $"all {plan.Tiles.Rows}")
            + " rows "
            + $"of {plan.Tiles.Columns} tiles, "
            + $"with {(weights.Panels > 1 ? $"one of {weights.Panels} panels" : "the one panel")} "
            + $"of up to {weights.PanelChannels} channels.");
        writer.Open("if (k->Continues == 0)");
        writer.Line(KernelText.Clear("zeros", WinogradPlan.ZeroFloats));
        writer.Line("*transformed = -1;");
        writer.Close();
        writer.Open("for (int unit = first; unit < last; unit++)");
        writer.Line($"int block = unit / {weights.Panels}, panel = unit % {weights.Panels};");
        writer.Line(
            $"int rowFrom = block * {plan.Tiles.RowsPerBlock}, rowTo = Math.Min(rowFrom + {plan.Tiles.RowsPerBlock}, {plan.Tiles.Rows});");
        EmitInputs(context, plan);
        EmitProducts(context, plan);
        EmitResults(context, plan, epilogue);
        JoinedSumsEmitter.Call(writer, plan, "unit");
        writer.Close();
        KernelText.CloseKernel(writer);
    }

    /// <summary>Floats from a view's first row to the first of row <c>row</c> of tiles, which are counted through all frames.</summary>
    private static string TileRow(WinogradPlan plan, View view) => KernelText.RowOffset(
        view, "row", plan.Tiles.Frames == 1 ? int.MaxValue : plan.Tiles.RowsPerFrame, frameStep: 1, plan.Transform.Tile);

    private static string RowInFrame(WinogradPlan plan) => plan.Tiles.Frames == 1 ? "row" : $"(row % {plan.Tiles.RowsPerFrame})";

    private static void EmitInputs(CpuContext context, WinogradPlan plan)
    {
        CodeWriter writer = context.Kernels;
        View input = plan.Input;
        string name = WinogradTile.AddInputs(context, plan.Transform);
        writer.Open("if (block != *transformed)");
        writer.Comment("A block's inputs are transformed once for all of its panels.");
        writer.Line("*transformed = block;");
        writer.Open("for (int row = rowFrom; row < rowTo; row++)");
        writer.Line(
            $"{name}(input + {TileRow(plan, input)}, points + (row - rowFrom) * " +
            $"{plan.Tiles.Columns * input.Channels}, tile, "
            + $"tiles: {plan.Tiles.Columns}, channels: {input.Channels}, rowStep: {input.RowStride}, "
            + $"pixelStep: {input.PixelStride}, pointStep: {plan.PointStride});");
        writer.Close();
        writer.Close();
    }

    /// <summary>For each point, the product of the block's tiles with a panel of weights.</summary>
    private static void EmitProducts(CpuContext context, WinogradPlan plan)
    {
        CodeWriter writer = context.Kernels;
        PackedWeights weights = plan.Weights;
        if (plan.Packing is { } packing) writer.Line($"{packing.Name}(k, panel, panel + 1);");
        string panel = plan.Packing is null ? $" + panel * {(long)weights.PanelChannels * weights.Depth}" : "";
        writer.Line($"{KernelText.WeightType(weights.IsNarrow)}* w = weights{panel};");
        bool hasTail = weights.TailVectors > 0 && weights.Panels > 1, hasLastBlock = plan.Tiles.InLast != plan.Tiles.PerBlock;
        int only = weights.Panels == 1 && weights.TailVectors > 0 ? weights.TailVectors : weights.PanelVectors;
        if (!hasTail)
        {
            EmitBlocks(only);
            return;
        }
        writer.Open($"if (panel < {weights.Panels - 1})");
        EmitBlocks(weights.PanelVectors);
        writer.Close();
        writer.Open("else");
        EmitBlocks(weights.TailVectors);
        writer.Close();

        void EmitBlocks(int vectors)
        {
            if (!hasLastBlock)
            {
                EmitPoints(context, plan, plan.Product, vectors);
                return;
            }
            writer.Open($"if (block < {plan.Tiles.Blocks - 1})");
            EmitPoints(context, plan, plan.Product, vectors);
            writer.Close();
            writer.Open("else");
            EmitPoints(context, plan, plan.LastProduct, vectors);
            writer.Close();
        }
    }

    private static void EmitPoints(CpuContext context, WinogradPlan plan, ConvolutionPlan product, int vectors)
    {
        CodeWriter writer = context.Kernels;
        int width = vectors * context.Set.Lanes, inputs = plan.Weights.Inputs;
        EpilogueEmitter none = context.Epilogue([], product.Output);
        writer.Open($"for (int point = 0; point < {plan.Transform.Products}; point++)");
        bool narrow = plan.Weights.IsNarrow;
        writer.Line(
            $"float* a = points + point * {plan.PointStride}, {(narrow ? "" : $"b = w + point * {inputs * width}, ")}y = products + " +
            $"point * {plan.ProductStride};");
        if (narrow) writer.Line($"ushort* b = w + point * {inputs * width};");
        int done = 0, doneTiles = 0;
        foreach (var (pixels, count) in product.Blocking.Split.Parts)
        {
            string name = ConvolutionTile.Add(context, product, none, new Panel(vectors, width), pixels);
            List<string> arguments =
            [
                KernelText.Plus("a", (long)done * inputs),
                "b",
                KernelText.Plus("y", (long)done * product.Output.PixelStride),
                "zeros",
                $"tiles: {count}",
            ];
            // What follows a point's weights is the next point's.
            arguments.AddRange(ConvolutionTile.Next(product,
                KernelText.Plus("b", (long)inputs * width + product.NextPerTile(width, inputs) * doneTiles)));
            arguments.AddRange(ConvolutionTile.Sizes(product, none).Select(size => $"{size.Name}: {KernelText.Native(size.Value)}"));
            writer.Line($"{name}({string.Join(", ", arguments)});");
            done += pixels * count;
            doneTiles += count;
        }
        writer.Close();
    }

    private static void EmitResults(CpuContext context, WinogradPlan plan, EpilogueEmitter epilogue)
    {
        CodeWriter writer = context.Kernels;
        PackedWeights weights = plan.Weights;
        int tile = plan.Transform.Tile, full = plan.Output.Width / tile, rest = plan.Output.Width % tile, step = weights.PanelChannels;
        writer.Line($"int channel = panel * {step};");
        writer.Line($"int width = Math.Min({step}, {weights.Outputs} - channel);");
        if (plan.Squeeze is { } squeeze)
        {
            writer.Line($"{SqueezeSum.Type(squeeze)}* sums = sumsBase + block * {squeeze.Stride} + channel;");
            writer.Line(SqueezeSum.Clear(squeeze, "sums", "width"));
        }
        writer.Open("for (int row = rowFrom; row < rowTo; row++)");
        writer.Line($"float* y = output + {TileRow(plan, plan.Output)} + channel;");
        foreach (EpiloguePointer pointer in epilogue.Pointers)
            writer.Line($"float* {pointer.Name} = {pointer.Name}Base"
                + $"{(pointer.View is null ? "" : " + " + TileRow(plan, pointer.View))}{pointer.Channel(" + channel")};");
        writer.Line($"float* q = products + (row - rowFrom) * {plan.Tiles.Columns * step};");
        writer.Line(plan.Output.Height % tile == 0
            ? $"const int rows = {tile};"
            : $"int rows = Math.Min({tile}, {plan.Output.Height} - {RowInFrame(plan)} * {tile});");
        if (full > 0) Call(tile, full, 0);
        if (rest > 0) Call(rest, 1, full);
        writer.Close();

        void Call(int columns, int tiles, int from)
        {
            string name = WinogradTile.AddResults(context, plan, epilogue, columns);
            List<string> arguments =
            [
                KernelText.Plus("q", from * step),
                KernelText.Plus("y", (long)from * tile * plan.Output.PixelStride),
                plan.Packing is null ? "biases + channel" : "biases",
            ];
            foreach (EpiloguePointer pointer in epilogue.Pointers)
                arguments.Add(pointer.View is null
                    ? pointer.Name
                    : KernelText.Plus(pointer.Name, (long)from * tile * pointer.View.PixelStride));
            if (plan.Squeeze is not null) arguments.Add("sums");
            arguments.AddRange(["tile", $"tiles: {tiles}", "rows: rows", "channels: width"]);
            arguments.AddRange(WinogradTile.Sizes(plan, epilogue).Select(size => $"{size.Name}: {KernelText.Native(size.Value)}"));
            writer.Line($"{name}({string.Join(", ", arguments)});");
        }
    }
}
