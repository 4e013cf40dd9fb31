using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>Prints the steps of a recurrent layer: the group's threads share the gates' products, then the numbers of the state.</summary>
internal static class GpuRecurrenceEmitter
{
    public static void Emit(GpuContext context, GpuRecurrencePlan plan)
    {
        CodeWriter writer = context.Writer;
        Recurrence steps = plan.Steps;
        GpuWeights weights = plan.Weights!;
        GpuValue input = context.Value("x", plan.Input, ofVectors: false);
        var finish = new GpuFinish(context, plan, plan.Output, plan.Epilogue);
        int hidden = steps.Hidden, gates = steps.Gates * hidden, length = plan.Output.Pixels, threads = plan.Threads;
        string loop = $"for (int channel = thread; channel < {hidden}; channel += {threads})";
        context.Open(plan);
        writer.Line($"var state = SharedMemory.Allocate<float>({hidden});");
        if (steps.HasCell) writer.Line($"var cell = SharedMemory.Allocate<float>({hidden});");
        writer.Line($"var products = SharedMemory.Allocate<float>({gates});");
        writer.Line("int thread = Group.IdxX, sample = Grid.IdxX;");
        writer.Line(input.Declaration);
        writer.Line($"var w = {context.Weights("weights", weights.Offset, ofVectors: false)};");
        writer.Line($"var bias = {context.Weights("bias", weights.BiasOffset, ofVectors: false)};");
        writer.Open(loop);
        writer.Line("state[channel] = 0f;");
        if (steps.HasCell) writer.Line("cell[channel] = 0f;");
        writer.Close();
        writer.Line("Group.Barrier();");
        writer.Open($"for (int step = 0; step < {length}; step++)");
        writer.Line($"int position = sample * {length} + {(steps.Reverse ? $"{length - 1} - step" : "step")};");
        writer.Open($"for (int gate = thread; gate < {gates}; gate += {threads})");
        writer.Line("float sum = bias[gate];");
        writer.Line($"for (int i = 0; i < {hidden}; i++) sum += state[i] * w[i * {weights.Padded} + gate];");
        writer.Line("products[gate] = sum;");
        writer.Close();
        writer.Line("Group.Barrier();");
        writer.Open(loop);
        if (steps is GruSteps) EmitGru(context, input, hidden);
        else if (steps is LstmSteps) EmitLstm(context, input, hidden);
        else writer.Line($"float v = {context.Functions.Call("Tanh", $"{input.At("position", "channel")} + products[channel]")};");
        writer.Line("state[channel] = v;");
        writer.Line($"{finish.Call("position", "channel", "v")};");
        writer.Close();
        writer.Line("Group.Barrier();");
        writer.Close();
        writer.Close();
        finish.EmitOne();
    }

    private static void EmitGru(GpuContext context, GpuValue input, int hidden)
    {
        CodeWriter writer = context.Writer;
        string X(int gate) => input.At("position", Place(gate, hidden));
        string Product(int gate) => $"products[{Place(gate, hidden)}]";
        writer.Line($"float reset = {context.Functions.Call("Sigmoid", $"{X(0)} + {Product(0)}")};");
        writer.Line($"float update = {context.Functions.Call("Sigmoid", $"{X(1)} + {Product(1)}")};");
        writer.Line($"float next = {context.Functions.Call("Tanh", $"{X(2)} + reset * {Product(2)}")};");
        writer.Line("float v = next + update * (state[channel] - next);");
    }

    private static void EmitLstm(GpuContext context, GpuValue input, int hidden)
    {
        CodeWriter writer = context.Writer;
        string Gate(string function, int gate) => context.Functions.Call(function,
            $"{input.At("position", Place(gate, hidden))} + products[{Place(gate, hidden)}]");
        writer.Line($"float kept = {Gate("Sigmoid", 1)} * cell[channel] + {Gate("Sigmoid", 0)} * {Gate("Tanh", 2)};");
        writer.Line("cell[channel] = kept;");
        writer.Line($"float v = {Gate("Sigmoid", 3)} * {context.Functions.Call("Tanh", "kept")};");
    }

    private static string Place(int gate, int hidden) => GpuValue.Sum("channel", gate == 0 ? "" : CodeWriter.Number((long)gate * hidden));
}
