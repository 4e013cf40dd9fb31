using Fusion.Runtime;

namespace Fusion.Tests.Execution;

/// <summary>Networks with more inputs and more memory of each thread than those before them.</summary>
public sealed unsafe class ManyBindingsTests
{
    /// <summary>One network after another, on the same threads.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Sum_of_many_inputs(int threads)
    {
        foreach (int inputs in (int[])[2, 40, 3, 100, 400])
        {
            using var network = new Sum(inputs, threads);
            foreach (int batch in (int[])[1, 3])
            {
                float[] values = [.. Enumerable.Range(0, inputs * batch * Sum.Size).Select(i => (float)(i % 1001))];
                float[] output = new float[batch * Sum.Size];
                network.Run(values, output, batch);
                for (int i = 0; i < output.Length; i++)
                    Assert.Equal(Enumerable.Range(0, inputs).Sum(input => values[input * batch * Sum.Size + i]), output[i]);
            }
        }
    }

    /// <summary>Adds its inputs in memory that each thread has for itself, as much as there are inputs.</summary>
    private sealed class Sum(int inputs, int threads) : Network(
        Describe(inputs), Weights(inputs), new NetworkOptions { Threads = threads }, new WeightPacking(&PackedFloats, &Pack))
    {
        public const int Size = 50;

        public void Run(float[] values, float[] output, int batch)
        {
            var bindings = new Binding[inputs + 1];
            fixed (float* first = values, outputs = output)
            {
                for (int i = 0; i < inputs; i++) bindings[i] = new Binding(first + i * batch * Size, 4 * Size);
                bindings[inputs] = new Binding(outputs, 4 * Size);
                Execute(&Program, 0, 16, inputs + 1, batch, bindings);
            }
        }

        private static NetworkInfo Describe(int inputs) => new(
            "Sum",
            [
                new NetworkVariant(
                    [.. Enumerable.Range(0, inputs).Select(i => new TensorInfo($"x{i}", [Size]))], [new TensorInfo("output", [Size])],
                    100_000_000, 64, "graph", "plan", [$"sum of {inputs}"]),
            ],
            [new ParameterInfo("inputs", [1], ParameterKind.Weight, 1)]);

        private static StateDict Weights(int inputs)
        {
            var weights = new StateDict();
            weights.Add("inputs", [1], [inputs]);
            return weights;
        }

        private static long PackedFloats(InstructionSet set) => 16;

        private static void Pack(WeightPacker packer, InstructionSet set) => packer.Vector(0, 1, 16, "inputs");

        private static void Program(KernelRunner runner) => runner.Step(0, &Add, Size);

        private static void Add(KernelArguments* a, int first, int last)
        {
            int inputs = (int)a->Weights[0];
            float* output = (float*)a->Bindings[inputs];
            // What is left of other units of this step, and of no other, says whose it is.
            float mark = (long)output & 0xFFFFF;
            if (a->Continues == 0) a->Scratch[inputs] = mark;
            for (int i = first; i < last; i++)
            {
                for (int input = 0; input < inputs; input++) a->Scratch[input] = ((float*)a->Bindings[input])[i];
                output[i] = a->Scratch[inputs] == mark ? 0 : float.NaN;
                for (int input = 0; input < inputs; input++) output[i] += a->Scratch[input];
            }
        }
    }
}
