using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>Prints products of two values: a driver that walks matrices, blocks of rows and panels.</summary>
internal static class ProductEmitter
{
    public static void Emit(CpuContext context, ProductPlan plan)
    {
        CodeWriter writer = context.Kernels;
        PackedWeights weights = plan.Right.Weights;
        EpilogueEmitter epilogue = context.Epilogue(plan.Tile.Epilogue, plan.Tile.Output);
        KernelText.OpenKernel(writer, plan);
        writer.Line($"float* input = {KernelText.Base(plan.Left.View)};");
        writer.Line($"float* output = {KernelText.Base(plan.Result.View)};");
        writer.Line($"float* panels = {KernelText.Weights(weights)};");
        writer.Line($"float* zeros = {KernelText.Biases(weights)};");
        foreach (EpiloguePointer pointer in epilogue.Pointers) writer.Line($"float* {pointer.Name}Base = {pointer.Base};");
        writer.Comment($"A unit is {(plan.Blocks.Count > 1 ? $"up to {plan.Blocks.PerBlock} rows" : "all rows")} of a matrix and "
            + $"{(plan.Shares > 1 ? $"up to {plan.PanelsPerShare} panels" : "all panels")}.");
        writer.Open("for (int unit = first; unit < last; unit++)");
        int perMatrix = plan.Blocks.Count * plan.Shares;
        string matrix = plan.Left.Count == 1 ? "0" : "matrix", block = plan.Blocks.Count == 1 ? "0" : "block";
        if (matrix != "0") writer.Line($"int matrix = unit{Over(perMatrix)};");
        if (block != "0") writer.Line($"int block = unit{(matrix == "0" ? "" : $" % {perMatrix}")}{Over(plan.Shares)};");
        if (plan.Shares > 1)
        {
            writer.Line($"int panelFrom = unit{(perMatrix == plan.Shares && matrix == "0" ? "" : $" % {plan.Shares}")} "
                + $"* {plan.PanelsPerShare};");
            writer.Line($"int panelTo = Math.Min(panelFrom + {plan.PanelsPerShare}, {weights.Panels});");
        }
        Point("x", "input", plan.Left);
        Point("y", "output", plan.Result);
        writer.Line($"float* right = panels{Added(KernelText.Times(matrix, plan.Right.Step))};");
        foreach (EpiloguePointer pointer in epilogue.Pointers)
            if (pointer.View is not null) Point(pointer.Name + "Rows", pointer.Name + "Base", new Matrices(pointer.View));
        var product = new PanelProduct(context, plan.Tile, epilogue);
        MatrixText.EmitBlocks(writer, plan.Blocks, "rows", Rows);
        writer.Close();
        KernelText.CloseKernel(writer);

        void Rows(int rows) => product.Emit(
            rows, "x", "right", "y", plan.Shares > 1 ? "panelFrom" : "0", plan.Shares > 1 ? "panelTo" : null);

        void Point(string name, string start, Matrices matrices) => writer.Line(
            $"float* {name} = {start}{(matrix == "0" ? "" : Added(MatrixText.Offset(matrices, matrix)))}"
            + $"{Added(KernelText.Times(block, (long)plan.Blocks.PerBlock * matrices.RowStep))};");
    }

    private static string Over(int count) => count == 1 ? "" : $" / {count}";

    private static string Added(string offset) => MatrixText.Added(offset);
}
