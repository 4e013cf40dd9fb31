#nullable disable
/// <summary>Kernels for AVX2 with FMA: vectors of 8 floats.</summary>
private static unsafe class Avx2Kernels
{
    /// <summary>One sample of input (6, 4, 8), kernel after kernel.</summary>
    public static void Run(KernelRunner runner)
    {
        runner.Step(0, &Input_Pack, 6);
        runner.Step(1, &Conv1, 1);
        runner.Step(2, &Conv4, 1);
        runner.Step(3, &GlobalPool7_Squeeze, 1);
        runner.Step(4, &Conv8, 1);
        runner.Step(5, &Conv10, 1);
        runner.Step(6, &Conv13_ScaleWeights, 1);
        runner.Step(7, &Conv13, 1);
    }

    /// <summary>input: brings the input into the workspace.</summary>
    private static void Input_Pack(KernelArguments* k, int first, int last)
    {
        unchecked
        {
            InputPacking.Rows(k, 0, 32, 8, k->Workspace + 2432, 32, first, last);
        }
    }

    /// <summary>Conv1: 1×1 8→16 at 6×4, BatchNorm, HardSwish.</summary>
    private static void Conv1(KernelArguments* k, int first, int last)
    {
        unchecked
        {
            // Zeros around 'Conv1', so that convolutions that pad need no test for edges. The first participant does it.
            if (first == 0 && last > 0) Halo.Clear(k->Workspace, (1, 6, 4), (0, 1, 1), (0, 1, 1), 16);
            float* input = k->Workspace + 2432;
            float* output = k->Workspace + 112;
            float* weights = k->Weights;
            float* biases = k->Weights + 128;
            // One panel of up to 16 channels passes over 6 rows of 4 pixels. A unit is all pixels and all panels.
            for (int unit = first; unit < last; unit++)
            {
                float* w = weights;
                float* bias = biases;
                float* panelInput = input;
                float* panelOutput = output;
                for (int row = 0; row < 6; row++)
                {
                    float* a = panelInput + row * 32;
                    float* y = panelOutput + row * 96;
                    Tile4x16_HardSwish(a, w, y, bias, tiles: 1, step: 8, outStep: 16, run: 8);
                }
            }
        }
    }

    /// <summary>Conv4: depthwise 3×3 16 at 6×4, BatchNorm, HardSwish, sums for the squeeze.</summary>
    private static void Conv4(KernelArguments* k, int first, int last)
    {
        unchecked
        {
            float* input = k->Workspace;
            float* output = k->Workspace + 2048;
            float* weights = k->Weights + 144;
            float* biases = k->Weights + 288;
            for (int unit = first; unit < last; unit++)
            {
                float* sums = k->Workspace + 768 + unit * 16;
                new Span<float>(sums, 16).Clear();
                for (int row = unit * 6; row < (unit + 1) * 6; row++)
                {
                    float* x = input + row * 96;
                    float* y = output + row * 64;
                    for (int c = 0; c < 16; c += 8)
                    {
                        Depthwise3x3_4x8_HardSwish_Sums(x + c, weights + c, y + c, biases + c, sums + c, tiles: 1, step: 16, outStep: 16, tapStep: 16, rowSpan: 288, rowJump: 96);
                    }
                }
            }
        }
    }

    /// <summary>GlobalPool7: mean over the pixels of Conv4, from its kernel's sums.</summary>
    private static void GlobalPool7_Squeeze(KernelArguments* k, int first, int last)
    {
        unchecked
        {
            if (first == last) return;
            float* sums = k->Workspace + 768;
            float* y = k->Workspace;
            for (int c = 0; c < 16; c += 8)
            {
                Vector256<float> v = Vector256<float>.Zero;
                for (int block = 0; block < 1; block++) v += Vector256.Load(sums + block * 16 + c);
                v /= Vector256.Create(24f);
                v.Store(y + c);
            }
        }
    }

    /// <summary>Conv8: linear 16→4, Relu.</summary>
    private static void Conv8(KernelArguments* k, int first, int last)
    {
        unchecked
        {
            float* input = k->Workspace;
            float* output = k->Workspace + 16;
            float* weights = k->Weights + 304;
            float* biases = k->Weights + 432;
            // One panel of up to 8 channels passes over one pixel. A unit is all pixels and all panels.
            for (int unit = first; unit < last; unit++)
            {
                float* w = weights;
                float* bias = biases;
                float* panelInput = input;
                float* panelOutput = output;
                float* a = panelInput;
                float* y = panelOutput;
                Tile1x8_Relu_Store4(a, w, y, bias, tiles: 1, step: 16, outStep: 4, run: 16);
            }
        }
    }

    /// <summary>Conv10: linear 4→16, HardSigmoid.</summary>
    private static void Conv10(KernelArguments* k, int first, int last)
    {
        unchecked
        {
            float* input = k->Workspace + 16;
            float* output = k->Workspace + 2624;
            float* weights = k->Weights + 448;
            float* biases = k->Weights + 512;
            // One panel of up to 16 channels passes over one pixel. A unit is all pixels and all panels.
            for (int unit = first; unit < last; unit++)
            {
                float* w = weights;
                float* bias = biases;
                float* panelInput = input;
                float* panelOutput = output;
                float* a = panelInput;
                float* y = panelOutput;
                Tile1x16_HardSigmoid(a, w, y, bias, tiles: 1, step: 4, outStep: 16, run: 4);
            }
        }
    }

    /// <summary>Conv13: the gate scales the weights.</summary>
    private static void Conv13_ScaleWeights(KernelArguments* k, int first, int last)
    {
        unchecked
        {
            float* gate = k->Workspace + 2624;
            for (int panel = first; panel < last; panel++)
            {
                float* w = k->Weights + 528 + panel * 128;
                float* scaled = k->Workspace + panel * 128;
                const int width = 8;
                for (int i = 0; i < 16; i++)
                {
                    Vector256<float> g = Vector256.Create(gate[i]);
                    for (int n = 0; n < width; n += 8, w += 8, scaled += 8) (Vector256.Load(w) * g).Store(scaled);
                }
            }
        }
    }

    /// <summary>Conv13: Multiply by the gate (into the weights), 1×1 16→8 at 6×4, BatchNorm, Add input.</summary>
    private static void Conv13(KernelArguments* k, int first, int last)
    {
        unchecked
        {
            float* input = k->Workspace + 2048;
            float* output = (float*)k->Bindings[1];
            float* weights = k->Workspace;
            float* biases = k->Weights + 656;
            float* r0Base = k->Workspace + 2432;
            // One panel of up to 8 channels passes over 24 pixels. A unit is all pixels and all panels.
            for (int unit = first; unit < last; unit++)
            {
                float* w = weights;
                float* bias = biases;
                float* panelInput = input;
                float* panelOutput = output;
                float* r0 = r0Base;
                float* a = panelInput;
                float* y = panelOutput;
                float* r0Row = r0;
                Tile12x8_Add(a, w, y, bias, r0Row, tiles: 2, step: 16, outStep: 8, r0Step: 8, run: 16);
            }
        }
    }

    /// <summary>Tiles of 4 pixels × 16 channels, then HardSwish.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4x16_HardSwish(float* a, float* b, float* y, float* bias, int tiles, nint step, nint outStep, nint run)
    {
        unchecked
        {
            nint step2 = 2 * step;
            do
            {
                // The accumulators start at the bias.
                Vector256<float> c0_0 = Vector256.Load(bias);
                Vector256<float> c0_1 = Vector256.Load(bias + 8);
                Vector256<float> c1_0 = c0_0, c1_1 = c0_1;
                Vector256<float> c2_0 = c0_0, c2_1 = c0_1;
                Vector256<float> c3_0 = c0_0, c3_1 = c0_1;
                // Each pointer reaches 3 pixels: its own, and those one and two steps on.
                float* w = b;
                float* x0 = a;
                float* x3 = x0 + 3 * step;
                // One step over k: 2 vectors of weights, times one value of each pixel.
                float* runEnd = x0 + run;
                do
                {
                    Vector256<float> b0 = Vector256.Load(w);
                    Vector256<float> b1 = Vector256.Load(w + 8);
                    Vector256<float> a0 = Vector256.Create(x0[0]);
                    c0_0 = Fma.MultiplyAdd(a0, b0, c0_0);
                    c0_1 = Fma.MultiplyAdd(a0, b1, c0_1);
                    Vector256<float> a1 = Vector256.Create(x0[step]);
                    c1_0 = Fma.MultiplyAdd(a1, b0, c1_0);
                    c1_1 = Fma.MultiplyAdd(a1, b1, c1_1);
                    Vector256<float> a2 = Vector256.Create(x0[step2]);
                    c2_0 = Fma.MultiplyAdd(a2, b0, c2_0);
                    c2_1 = Fma.MultiplyAdd(a2, b1, c2_1);
                    Vector256<float> a3 = Vector256.Create(x3[0]);
                    c3_0 = Fma.MultiplyAdd(a3, b0, c3_0);
                    c3_1 = Fma.MultiplyAdd(a3, b1, c3_1);
                    Vector256<float> b0_1 = Vector256.Load(w + 16);
                    Vector256<float> b1_1 = Vector256.Load(w + 24);
                    Vector256<float> a0_1 = Vector256.Create(x0[1]);
                    c0_0 = Fma.MultiplyAdd(a0_1, b0_1, c0_0);
                    c0_1 = Fma.MultiplyAdd(a0_1, b1_1, c0_1);
                    Vector256<float> a1_1 = Vector256.Create(x0[step + 1]);
                    c1_0 = Fma.MultiplyAdd(a1_1, b0_1, c1_0);
                    c1_1 = Fma.MultiplyAdd(a1_1, b1_1, c1_1);
                    Vector256<float> a2_1 = Vector256.Create(x0[step2 + 1]);
                    c2_0 = Fma.MultiplyAdd(a2_1, b0_1, c2_0);
                    c2_1 = Fma.MultiplyAdd(a2_1, b1_1, c2_1);
                    Vector256<float> a3_1 = Vector256.Create(x3[1]);
                    c3_0 = Fma.MultiplyAdd(a3_1, b0_1, c3_0);
                    c3_1 = Fma.MultiplyAdd(a3_1, b1_1, c3_1);
                    Vector256<float> b0_2 = Vector256.Load(w + 32);
                    Vector256<float> b1_2 = Vector256.Load(w + 40);
                    Vector256<float> a0_2 = Vector256.Create(x0[2]);
                    c0_0 = Fma.MultiplyAdd(a0_2, b0_2, c0_0);
                    c0_1 = Fma.MultiplyAdd(a0_2, b1_2, c0_1);
                    Vector256<float> a1_2 = Vector256.Create(x0[step + 2]);
                    c1_0 = Fma.MultiplyAdd(a1_2, b0_2, c1_0);
                    c1_1 = Fma.MultiplyAdd(a1_2, b1_2, c1_1);
                    Vector256<float> a2_2 = Vector256.Create(x0[step2 + 2]);
                    c2_0 = Fma.MultiplyAdd(a2_2, b0_2, c2_0);
                    c2_1 = Fma.MultiplyAdd(a2_2, b1_2, c2_1);
                    Vector256<float> a3_2 = Vector256.Create(x3[2]);
                    c3_0 = Fma.MultiplyAdd(a3_2, b0_2, c3_0);
                    c3_1 = Fma.MultiplyAdd(a3_2, b1_2, c3_1);
                    Vector256<float> b0_3 = Vector256.Load(w + 48);
                    Vector256<float> b1_3 = Vector256.Load(w + 56);
                    Vector256<float> a0_3 = Vector256.Create(x0[3]);
                    c0_0 = Fma.MultiplyAdd(a0_3, b0_3, c0_0);
                    c0_1 = Fma.MultiplyAdd(a0_3, b1_3, c0_1);
                    Vector256<float> a1_3 = Vector256.Create(x0[step + 3]);
                    c1_0 = Fma.MultiplyAdd(a1_3, b0_3, c1_0);
                    c1_1 = Fma.MultiplyAdd(a1_3, b1_3, c1_1);
                    Vector256<float> a2_3 = Vector256.Create(x0[step2 + 3]);
                    c2_0 = Fma.MultiplyAdd(a2_3, b0_3, c2_0);
                    c2_1 = Fma.MultiplyAdd(a2_3, b1_3, c2_1);
                    Vector256<float> a3_3 = Vector256.Create(x3[3]);
                    c3_0 = Fma.MultiplyAdd(a3_3, b0_3, c3_0);
                    c3_1 = Fma.MultiplyAdd(a3_3, b1_3, c3_1);
                    x0 += 4; x3 += 4; w += 64;
                } while (x0 < runEnd);
                // Epilogue, in registers: HardSwish.
                c0_0 = c0_0 * Avx.Min(Vector256.Create(1f), Avx.Max(Vector256<float>.Zero, Fma.MultiplyAdd(c0_0, Vector256.Create(0.16666667f), Vector256.Create(0.5f))));
                c0_0.Store(y);
                c0_1 = c0_1 * Avx.Min(Vector256.Create(1f), Avx.Max(Vector256<float>.Zero, Fma.MultiplyAdd(c0_1, Vector256.Create(0.16666667f), Vector256.Create(0.5f))));
                c0_1.Store(y + 8);
                y += outStep;
                c1_0 = c1_0 * Avx.Min(Vector256.Create(1f), Avx.Max(Vector256<float>.Zero, Fma.MultiplyAdd(c1_0, Vector256.Create(0.16666667f), Vector256.Create(0.5f))));
                c1_0.Store(y);
                c1_1 = c1_1 * Avx.Min(Vector256.Create(1f), Avx.Max(Vector256<float>.Zero, Fma.MultiplyAdd(c1_1, Vector256.Create(0.16666667f), Vector256.Create(0.5f))));
                c1_1.Store(y + 8);
                y += outStep;
                c2_0 = c2_0 * Avx.Min(Vector256.Create(1f), Avx.Max(Vector256<float>.Zero, Fma.MultiplyAdd(c2_0, Vector256.Create(0.16666667f), Vector256.Create(0.5f))));
                c2_0.Store(y);
                c2_1 = c2_1 * Avx.Min(Vector256.Create(1f), Avx.Max(Vector256<float>.Zero, Fma.MultiplyAdd(c2_1, Vector256.Create(0.16666667f), Vector256.Create(0.5f))));
                c2_1.Store(y + 8);
                y += outStep;
                c3_0 = c3_0 * Avx.Min(Vector256.Create(1f), Avx.Max(Vector256<float>.Zero, Fma.MultiplyAdd(c3_0, Vector256.Create(0.16666667f), Vector256.Create(0.5f))));
                c3_0.Store(y);
                c3_1 = c3_1 * Avx.Min(Vector256.Create(1f), Avx.Max(Vector256<float>.Zero, Fma.MultiplyAdd(c3_1, Vector256.Create(0.16666667f), Vector256.Create(0.5f))));
                c3_1.Store(y + 8);
                y += outStep;
                a += 4 * step;
            } while (--tiles > 0);
        }
    }

    /// <summary>Depthwise: tiles of 4 pixels × 8 channels, then HardSwish.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Depthwise3x3_4x8_HardSwish_Sums(float* a, float* b, float* y, float* bias, float* sums, int tiles, nint step, nint outStep, nint tapStep, nint rowSpan, nint rowJump)
    {
        unchecked
        {
            do
            {
                // The accumulators start at the bias.
                Vector256<float> c0 = Vector256.Load(bias);
                Vector256<float> c1 = c0, c2 = c0, c3 = c0;
                float* line = a, w = b;
                float* rowEnd = line + rowSpan;
                do
                {
                    // A row of the filter; each column of the input is loaded once and used by every pixel that it belongs to.
                    Vector256<float> w0 = Vector256.Load(w);
                    w += tapStep;
                    Vector256<float> w1 = Vector256.Load(w);
                    w += tapStep;
                    Vector256<float> w2 = Vector256.Load(w);
                    w += tapStep;
                    float* x = line;
                    Vector256<float> x0 = Vector256.Load(x);
                    c0 = Fma.MultiplyAdd(x0, w0, c0);
                    x += step;
                    Vector256<float> x1 = Vector256.Load(x);
                    c0 = Fma.MultiplyAdd(x1, w1, c0);
                    c1 = Fma.MultiplyAdd(x1, w0, c1);
                    x += step;
                    Vector256<float> x2 = Vector256.Load(x);
                    c0 = Fma.MultiplyAdd(x2, w2, c0);
                    c1 = Fma.MultiplyAdd(x2, w1, c1);
                    c2 = Fma.MultiplyAdd(x2, w0, c2);
                    x += step;
                    Vector256<float> x3 = Vector256.Load(x);
                    c1 = Fma.MultiplyAdd(x3, w2, c1);
                    c2 = Fma.MultiplyAdd(x3, w1, c2);
                    c3 = Fma.MultiplyAdd(x3, w0, c3);
                    x += step;
                    Vector256<float> x4 = Vector256.Load(x);
                    c2 = Fma.MultiplyAdd(x4, w2, c2);
                    c3 = Fma.MultiplyAdd(x4, w1, c3);
                    x += step;
                    Vector256<float> x5 = Vector256.Load(x);
                    c3 = Fma.MultiplyAdd(x5, w2, c3);
                    line += rowJump;
                } while (line < rowEnd);
                Vector256<float> z = Vector256.Load(sums);
                c0 = c0 * Avx.Min(Vector256.Create(1f), Avx.Max(Vector256<float>.Zero, Fma.MultiplyAdd(c0, Vector256.Create(0.16666667f), Vector256.Create(0.5f))));
                c0.Store(y);
                z += c0;
                y += outStep;
                c1 = c1 * Avx.Min(Vector256.Create(1f), Avx.Max(Vector256<float>.Zero, Fma.MultiplyAdd(c1, Vector256.Create(0.16666667f), Vector256.Create(0.5f))));
                c1.Store(y);
                z += c1;
                y += outStep;
                c2 = c2 * Avx.Min(Vector256.Create(1f), Avx.Max(Vector256<float>.Zero, Fma.MultiplyAdd(c2, Vector256.Create(0.16666667f), Vector256.Create(0.5f))));
                c2.Store(y);
                z += c2;
                y += outStep;
                c3 = c3 * Avx.Min(Vector256.Create(1f), Avx.Max(Vector256<float>.Zero, Fma.MultiplyAdd(c3, Vector256.Create(0.16666667f), Vector256.Create(0.5f))));
                c3.Store(y);
                z += c3;
                y += outStep;
                z.Store(sums);
                a += 4 * step;
            } while (--tiles > 0);
        }
    }

    /// <summary>Tiles of 1 pixel × 8 channels, of which 4 are stored, then Relu.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile1x8_Relu_Store4(float* a, float* b, float* y, float* bias, int tiles, nint step, nint outStep, nint run)
    {
        unchecked
        {
            do
            {
                // The accumulators start at the bias.
                Vector256<float> c0_0 = Vector256.Load(bias);
                // The pixels lie a step apart.
                float* w = b;
                float* x0 = a;
                // One step over k: 1 vectors of weights, times one value of each pixel.
                float* runEnd = x0 + run;
                do
                {
                    Vector256<float> b0 = Vector256.Load(w);
                    c0_0 = Fma.MultiplyAdd(Vector256.Create(x0[0]), b0, c0_0);
                    Vector256<float> b0_1 = Vector256.Load(w + 8);
                    c0_0 = Fma.MultiplyAdd(Vector256.Create(x0[1]), b0_1, c0_0);
                    Vector256<float> b0_2 = Vector256.Load(w + 16);
                    c0_0 = Fma.MultiplyAdd(Vector256.Create(x0[2]), b0_2, c0_0);
                    Vector256<float> b0_3 = Vector256.Load(w + 24);
                    c0_0 = Fma.MultiplyAdd(Vector256.Create(x0[3]), b0_3, c0_0);
                    x0 += 4; w += 32;
                } while (x0 < runEnd);
                // Epilogue, in registers: Relu.
                c0_0 = Avx.Max(Vector256<float>.Zero, c0_0);
                c0_0.GetLower().Store(y);
                y += outStep;
                a += step;
            } while (--tiles > 0);
        }
    }

    /// <summary>Tiles of 1 pixel × 16 channels, then HardSigmoid.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile1x16_HardSigmoid(float* a, float* b, float* y, float* bias, int tiles, nint step, nint outStep, nint run)
    {
        unchecked
        {
            do
            {
                // The accumulators start at the bias.
                Vector256<float> c0_0 = Vector256.Load(bias);
                Vector256<float> c0_1 = Vector256.Load(bias + 8);
                // The pixels lie a step apart.
                float* w = b;
                float* x0 = a;
                // One step over k: 2 vectors of weights, times one value of each pixel.
                float* runEnd = x0 + run;
                do
                {
                    Vector256<float> b0 = Vector256.Load(w);
                    Vector256<float> b1 = Vector256.Load(w + 8);
                    Vector256<float> a0 = Vector256.Create(x0[0]);
                    c0_0 = Fma.MultiplyAdd(a0, b0, c0_0);
                    c0_1 = Fma.MultiplyAdd(a0, b1, c0_1);
                    Vector256<float> b0_1 = Vector256.Load(w + 16);
                    Vector256<float> b1_1 = Vector256.Load(w + 24);
                    Vector256<float> a0_1 = Vector256.Create(x0[1]);
                    c0_0 = Fma.MultiplyAdd(a0_1, b0_1, c0_0);
                    c0_1 = Fma.MultiplyAdd(a0_1, b1_1, c0_1);
                    x0 += 2; w += 32;
                } while (x0 < runEnd);
                // Epilogue, in registers: HardSigmoid.
                c0_0 = Avx.Min(Vector256.Create(1f), Avx.Max(Vector256<float>.Zero, Fma.MultiplyAdd(c0_0, Vector256.Create(0.16666667f), Vector256.Create(0.5f))));
                c0_0.Store(y);
                c0_1 = Avx.Min(Vector256.Create(1f), Avx.Max(Vector256<float>.Zero, Fma.MultiplyAdd(c0_1, Vector256.Create(0.16666667f), Vector256.Create(0.5f))));
                c0_1.Store(y + 8);
                y += outStep;
                a += step;
            } while (--tiles > 0);
        }
    }

    /// <summary>Tiles of 12 pixels × 8 channels, then Add.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile12x8_Add(float* a, float* b, float* y, float* bias, float* r0, int tiles, nint step, nint outStep, nint r0Step, nint run)
    {
        unchecked
        {
            nint step2 = 2 * step;
            do
            {
                // The accumulators start at the bias.
                Vector256<float> c0_0 = Vector256.Load(bias);
                Vector256<float> c1_0 = c0_0;
                Vector256<float> c2_0 = c0_0;
                Vector256<float> c3_0 = c0_0;
                Vector256<float> c4_0 = c0_0;
                Vector256<float> c5_0 = c0_0;
                Vector256<float> c6_0 = c0_0;
                Vector256<float> c7_0 = c0_0;
                Vector256<float> c8_0 = c0_0;
                Vector256<float> c9_0 = c0_0;
                Vector256<float> c10_0 = c0_0;
                Vector256<float> c11_0 = c0_0;
                // Each pointer reaches 3 pixels: its own, and those one and two steps on.
                float* w = b;
                float* x0 = a;
                float* x3 = x0 + 3 * step;
                float* x6 = x3 + 3 * step;
                float* x9 = x6 + 3 * step;
                // One step over k: 1 vectors of weights, times one value of each pixel.
                float* runEnd = x0 + run;
                do
                {
                    Vector256<float> b0 = Vector256.Load(w);
                    c0_0 = Fma.MultiplyAdd(Vector256.Create(x0[0]), b0, c0_0);
                    c1_0 = Fma.MultiplyAdd(Vector256.Create(x0[step]), b0, c1_0);
                    c2_0 = Fma.MultiplyAdd(Vector256.Create(x0[step2]), b0, c2_0);
                    c3_0 = Fma.MultiplyAdd(Vector256.Create(x3[0]), b0, c3_0);
                    c4_0 = Fma.MultiplyAdd(Vector256.Create(x3[step]), b0, c4_0);
                    c5_0 = Fma.MultiplyAdd(Vector256.Create(x3[step2]), b0, c5_0);
                    c6_0 = Fma.MultiplyAdd(Vector256.Create(x6[0]), b0, c6_0);
                    c7_0 = Fma.MultiplyAdd(Vector256.Create(x6[step]), b0, c7_0);
                    c8_0 = Fma.MultiplyAdd(Vector256.Create(x6[step2]), b0, c8_0);
                    c9_0 = Fma.MultiplyAdd(Vector256.Create(x9[0]), b0, c9_0);
                    c10_0 = Fma.MultiplyAdd(Vector256.Create(x9[step]), b0, c10_0);
                    c11_0 = Fma.MultiplyAdd(Vector256.Create(x9[step2]), b0, c11_0);
                    x0 += 1; x3 += 1; x6 += 1; x9 += 1; w += 8;
                } while (x0 < runEnd);
                // Epilogue, in registers: Add.
                c0_0 = c0_0 + Vector256.Load(r0);
                c0_0.Store(y);
                y += outStep; r0 += r0Step;
                c1_0 = c1_0 + Vector256.Load(r0);
                c1_0.Store(y);
                y += outStep; r0 += r0Step;
                c2_0 = c2_0 + Vector256.Load(r0);
                c2_0.Store(y);
                y += outStep; r0 += r0Step;
                c3_0 = c3_0 + Vector256.Load(r0);
                c3_0.Store(y);
                y += outStep; r0 += r0Step;
                c4_0 = c4_0 + Vector256.Load(r0);
                c4_0.Store(y);
                y += outStep; r0 += r0Step;
                c5_0 = c5_0 + Vector256.Load(r0);
                c5_0.Store(y);
                y += outStep; r0 += r0Step;
                c6_0 = c6_0 + Vector256.Load(r0);
                c6_0.Store(y);
                y += outStep; r0 += r0Step;
                c7_0 = c7_0 + Vector256.Load(r0);
                c7_0.Store(y);
                y += outStep; r0 += r0Step;
                c8_0 = c8_0 + Vector256.Load(r0);
                c8_0.Store(y);
                y += outStep; r0 += r0Step;
                c9_0 = c9_0 + Vector256.Load(r0);
                c9_0.Store(y);
                y += outStep; r0 += r0Step;
                c10_0 = c10_0 + Vector256.Load(r0);
                c10_0.Store(y);
                y += outStep; r0 += r0Step;
                c11_0 = c11_0 + Vector256.Load(r0);
                c11_0.Store(y);
                y += outStep; r0 += r0Step;
                a += 12 * step;
            } while (--tiles > 0);
        }
    }
}
#nullable restore