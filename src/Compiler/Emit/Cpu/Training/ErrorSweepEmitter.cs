using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>Prints the sweep over blocks of pixels that makes a mean squared error and its gradients. What a block's products are is
/// printed as kernels of their own, which the sweep calls.</summary>
public static class ErrorSweepEmitter
{
    public static void Emit(CpuContext context, ErrorSweepPlan plan)
    {
        CodeWriter writer = context.Kernels;
        ErrorBlocks blocks = plan.Blocks;
        KernelText.OpenKernel(writer, plan);
        writer.Comment(
            $"A unit is a chunk of blocks; chunks: {blocks.Chunks}, blocks: {blocks.Count}. "
            + "The error of a block is in this thread's own memory.");
        writer.Line("float** rows = (float**)k->Scratch;");
        writer.Line($"float* error = k->Scratch + {BandPlan.HeaderFloats};");
        if (plan.Weights is not null) writer.Line($"float* input = {KernelText.Base(plan.Weights.Input)};");
        if (plan.Sums.Seed is { } seed)
        {
            string factor = CodeWriter.Double(2 / ((double)blocks.Count * blocks.Pixels * plan.Error.Channels));
            writer.Line($"{context.Code.Type} scale = {context.Code.Broadcast($"(float)(*({KernelText.Base(seed)}) * {factor})")};");
        }
        writer.Open("for (int chunk = first; chunk < last; chunk++)");
        OpenSums(writer, plan);
        string Bound(string chunk) => $"(int)({chunk} * {blocks.Count}L / {blocks.Chunks})";
        writer.Line($"int blockTo = {Bound("(chunk + 1)")};");
        writer.Open($"for (int block = {Bound("chunk")}; block < blockTo; block++)");
        writer.Comment("The error of this block, where the kernel looks for all blocks behind each other.");
        writer.Line($"rows[0] = error - (nint)block * {plan.BlockFloats};");
        if (plan.CopiedTarget is not null) EmitTarget(writer, plan);
        writer.Line($"{plan.Forward.Name}(k, block, block + 1);");
        EmitError(context, plan);
        if (plan.Backward is not null) writer.Line($"{plan.Backward.Name}(k, block, block + 1);");
        if (plan.Weights is not null) EmitWeights(context, plan);
        writer.Close();
        writer.Close();
        KernelText.CloseKernel(writer);
    }

    private static void EmitTarget(CodeWriter writer, ErrorSweepPlan plan)
    {
        writer.Comment("What it is compared with is copied: vectors would reach past the end of the caller's memory.");
        writer.Line($"float* target = k->Scratch + {plan.TargetOffset};");
        writer.Line($"rows[1] = target - (nint)block * {plan.TargetFloats};");
        writer.Line($"new global::System.Span<float>({KernelText.Base(plan.CopiedTarget!)} + (nint)block * {plan.TargetFloats}, "
            + $"{plan.TargetFloats}).CopyTo(new global::System.Span<float>(target, {plan.TargetFloats}));");
    }

    /// <summary>The chunk's sums, which begin at zero.</summary>
    private static void OpenSums(CodeWriter writer, ErrorSweepPlan plan)
    {
        Row("squares", plan.Sums.Squares);
        if (plan.Sums.Gradients is { } gradients) Row("gradients", gradients);
        if (plan.Weights is not { Sums: var weights }) return;
        writer.Line($"float* chunkSums = {KernelText.Base(weights.Memory!)} + (nint)chunk * {weights.ChunkFloats};");
        writer.Line(KernelText.Clear("chunkSums", weights.ChunkFloats));

        void Row(string name, View view)
        {
            int doubles = plan.Sums.Layout.Doubles;
            writer.Line($"double* {name} = (double*)({KernelText.Base(view)}) + (nint)chunk * {doubles};");
            writer.Line(KernelText.Clear(name, CodeWriter.Number(doubles), "double"));
        }
    }

    /// <summary>
    /// Sums the squares of each channel, makes the gradient in place, and sums that: 16 pixels as floats, these in double precision, pixel
    /// after pixel, so that every instruction set adds in the same order.
    /// </summary>
    private static void EmitError(CpuContext context, ErrorSweepPlan plan)
    {
        CodeWriter writer = context.Kernels;
        VectorCode code = context.Code;
        int lanes = context.Set.Lanes, padded = plan.Error.PixelStride, side = SideBySide(padded / lanes);
        bool hasGradient = plan.Sums.Seed is not null, hasBias = plan.Sums.Gradients is not null;
        writer.Comment(hasGradient ? "The error's squares are summed, and it becomes the gradient." : "The error's squares are summed.");
        writer.Open($"for (int c = 0; c < {padded}; c += {side * lanes})");
        WideSum[] squares = Load("square", "squares"), gradients = hasBias ? Load("gradient", "gradients") : [];
        writer.Line("float* e = error + c;");
        writer.Open($"for (int from = 0; from < {plan.Blocks.Pixels}; from += {LongSums.Chunk})");
        writer.Line($"int to = Math.Min(from + {LongSums.Chunk}, {plan.Blocks.Pixels});");
        for (int n = 0; n < side; n++)
            writer.Line($"{code.Type} square{n}Part = {code.Zero}{(hasBias ? $", gradient{n}Part = {code.Zero}" : "")};");
        writer.Open($"for (int pixel = from; pixel < to; pixel++, e += {padded})");
        for (int n = 0; n < side; n++)
        {
            string at = $"e{KernelText.Offset(n * lanes)}";
            writer.Line($"{code.Type} v{n} = {code.Load(at)};");
            writer.Line($"square{n}Part = {code.MultiplyAdd($"v{n}", $"v{n}", $"square{n}Part")};");
            if (!hasGradient) continue;
            writer.Line($"v{n} *= scale;");
            writer.Line($"v{n}.Store({at});");
            if (hasBias) writer.Line($"gradient{n}Part += v{n};");
        }
        writer.Close();
        for (int n = 0; n < side; n++)
        {
            squares[n].Add($"square{n}Part");
            if (hasBias) gradients[n].Add($"gradient{n}Part");
        }
        writer.Close();
        for (int n = 0; n < side; n++)
        {
            squares[n].Store($"squares + c{KernelText.Offset(n * lanes)}");
            if (hasBias) gradients[n].Store($"gradients + c{KernelText.Offset(n * lanes)}");
        }
        writer.Close();

        WideSum[] Load(string name, string row)
        {
            WideSum[] sums = [.. Enumerable.Range(0, side).Select(n => new WideSum(writer, code, name + n))];
            for (int n = 0; n < side; n++) sums[n].Load($"{row} + c{KernelText.Offset(n * lanes)}");
            return sums;
        }
    }

    /// <summary>Vectors whose sums run side by side, so that none waits for its last term.</summary>
    private static int SideBySide(int vectors) => vectors % 4 == 0 ? 4 : vectors % 2 == 0 ? 2 : 1;

    private static void EmitWeights(CpuContext context, ErrorSweepPlan plan)
    {
        CodeWriter writer = context.Kernels;
        WeightGradientPlan weights = plan.Weights!;
        writer.Comment("The products of this block's pixels for the gradient of the weights.");
        writer.Open("");
        writer.Line($"float* x = input + (nint)block * {(long)plan.Blocks.Pixels * weights.Input.PixelStride}, dy = error;");
        writer.Line($"const int count = {plan.Blocks.Pixels};");
        WeightGradientEmitter.OpenPanels(writer, weights);
        WeightGradientEmitter.EmitPanel(context, weights);
        if (weights.Sums.Panels > 1) writer.Close();
        writer.Close();
    }
}
