using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>Prints attention: a block of queries goes through the keys, the softmax and the values in the thread's own memory.</summary>
internal static class AttentionEmitter
{
    public static void Emit(CpuContext context, AttentionPlan plan)
    {
        CodeWriter writer = context.Kernels;
        AttentionSides sides = plan.Sides;
        EpilogueEmitter none = context.Epilogue([], plan.Products.Output);
        KernelText.OpenKernel(writer, plan);
        writer.Line($"float* queries = {KernelText.Base(sides.Queries.View)};");
        writer.Line($"float* results = {KernelText.Base(sides.Results.View)};");
        writer.Line($"float* keys = {KernelText.Weights(sides.Keys.Weights)}, keyZeros = {KernelText.Biases(sides.Keys.Weights)};");
        writer.Line($"float* values = {KernelText.Weights(sides.Values.Weights)}, valueZeros = {KernelText.Biases(sides.Values.Weights)};");
        if (sides.Mask is not null) writer.Line($"float* mask = {KernelText.Base(sides.Mask)};");
        writer.Line($"float* scores = {KernelText.Scratch(plan)};");
        writer.Comment($"A unit is up to {plan.Blocks.PerBlock} queries of one head. Their scores are in this thread's own memory.");
        writer.Open("for (int unit = first; unit < last; unit++)");
        string head = sides.Queries.Count == 1 ? "0" : "head", block = plan.Blocks.Count == 1 ? "0" : "block";
        if (head != "0") writer.Line($"int head = unit{(block == "0" ? "" : $" / {plan.Blocks.Count}")};");
        if (block != "0") writer.Line($"int block = unit{(head == "0" ? "" : $" % {plan.Blocks.Count}")};");
        string Start(Matrices matrices) => MatrixText.Added(MatrixText.Offset(matrices, head))
            + MatrixText.Added(KernelText.Times(block, (long)plan.Blocks.PerBlock * matrices.RowStep));
        writer.Line($"float* x = queries{Start(sides.Queries)};");
        writer.Line($"float* y = results{Start(sides.Results)};");
        writer.Line($"float* headKeys = keys{MatrixText.Added(KernelText.Times(head, sides.Keys.Step))};");
        writer.Line($"float* headValues = values{MatrixText.Added(KernelText.Times(head, sides.Values.Step))};");
        MatrixText.EmitBlocks(writer, plan.Blocks, "queries", EmitBlock);
        writer.Close();
        KernelText.CloseKernel(writer);

        void EmitBlock(int rows)
        {
            writer.Line("float* zeros = keyZeros;");
            new PanelProduct(context, plan.Scores, none).Emit(rows, "x", "headKeys", "scores");
            AttentionSoftmax.Emit(context, plan, rows, KernelText.Times(block, plan.Blocks.PerBlock));
            writer.Line("zeros = valueZeros;");
            new PanelProduct(context, plan.Products, none).Emit(rows, "scores", "headValues", "y");
        }
    }
}
