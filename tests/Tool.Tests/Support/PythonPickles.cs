namespace Fusion.Tool.Tests.Support;

/// <summary>
/// The same checkpoint as CPython 3.11's pickle module wrote it with each protocol, from classes with the names of PyTorch's: an epoch, a
/// state dict (a 3×2 weight whose columns lie one after the other, a bias that shares its storage, a count) with its metadata, an
/// optimiser's state, and a list of constants.
/// </summary>
internal static class PythonPickles
{
    public static byte[] Of(int protocol) => Convert.FromBase64String(protocol switch { 2 => Two, 3 => Three, 4 => Four, _ => Five });

    private const string Two =
        "gAJ9cQAoWAUAAABlcG9jaHEBTSwBWAQAAABiZXN0cQJHP+AAAAAAAABYCgAAAHN0YXRlX2RpY3RxA2Njb2xsZWN0aW9ucwpPcmRlcmVkRGljdApxBClScQUo" +
        "WAkAAABmYy53ZWlnaHRxBmN0b3JjaC5fdXRpbHMKX3JlYnVpbGRfdGVuc29yX3YyCnEHKChYBwAAAHN0b3JhZ2VxCGN0b3JjaApGbG9hdFN0b3JhZ2UKcQlY" +
        "AQAAADBxClgDAAAAY3B1cQtLBnRxDFFLAEsDSwKGcQ1LAUsDhnEOiWgEKVJxD3RxEFJxEVgHAAAAZmMuYmlhc3ESaAcoKGgIaAloCmgLSwZ0cRNRSwNLA4Vx" +
        "FEsBhXEViWgEKVJxFnRxF1JxGFgWAAAAYm4ubnVtX2JhdGNoZXNfdHJhY2tlZHEZaAcoKGgIY3RvcmNoCkxvbmdTdG9yYWdlCnEaWAEAAAAxcRtoC0sBdHEc" +
        "UUsAKSmJaAQpUnEddHEeUnEfdX1xIFgJAAAAX21ldGFkYXRhcSFoBClScSIoWAAAAABxI31xJFgHAAAAdmVyc2lvbnElSwFzWAIAAABmY3EmfXEnaCVLAXN1" +
        "c2JYCQAAAG9wdGltaXplcnEofXEpKFgMAAAAcGFyYW1fZ3JvdXBzcSpdcSt9cSwoWAIAAABscnEtRz+5mZmZmZmaWAUAAABiZXRhc3EuRz/szMzMzMzNRz/v" +
        "987ZFocrhnEvWAYAAABwYXJhbXNxMF1xMShLAEsBZXVhWAUAAABzdGF0ZXEyfXEzdVgEAAAAYXJnc3E0XXE1KE6IWAEAAAB4cTaKBgAAAAAAAUr7////ZXUu";

    private const string Three =
        "gAN9cQAoWAUAAABlcG9jaHEBTSwBWAQAAABiZXN0cQJHP+AAAAAAAABYCgAAAHN0YXRlX2RpY3RxA2Njb2xsZWN0aW9ucwpPcmRlcmVkRGljdApxBClScQUo" +
        "WAkAAABmYy53ZWlnaHRxBmN0b3JjaC5fdXRpbHMKX3JlYnVpbGRfdGVuc29yX3YyCnEHKChYBwAAAHN0b3JhZ2VxCGN0b3JjaApGbG9hdFN0b3JhZ2UKcQlY" +
        "AQAAADBxClgDAAAAY3B1cQtLBnRxDFFLAEsDSwKGcQ1LAUsDhnEOiWgEKVJxD3RxEFJxEVgHAAAAZmMuYmlhc3ESaAcoKGgIaAloCmgLSwZ0cRNRSwNLA4Vx" +
        "FEsBhXEViWgEKVJxFnRxF1JxGFgWAAAAYm4ubnVtX2JhdGNoZXNfdHJhY2tlZHEZaAcoKGgIY3RvcmNoCkxvbmdTdG9yYWdlCnEaWAEAAAAxcRtoC0sBdHEc" +
        "UUsAKSmJaAQpUnEddHEeUnEfdX1xIFgJAAAAX21ldGFkYXRhcSFoBClScSIoWAAAAABxI31xJFgHAAAAdmVyc2lvbnElSwFzWAIAAABmY3EmfXEnaCVLAXN1" +
        "c2JYCQAAAG9wdGltaXplcnEofXEpKFgMAAAAcGFyYW1fZ3JvdXBzcSpdcSt9cSwoWAIAAABscnEtRz+5mZmZmZmaWAUAAABiZXRhc3EuRz/szMzMzMzNRz/v" +
        "987ZFocrhnEvWAYAAABwYXJhbXNxMF1xMShLAEsBZXVhWAUAAABzdGF0ZXEyfXEzdVgEAAAAYXJnc3E0XXE1KE6IWAEAAAB4cTZDAmFicTeKBgAAAAAAAUr7" +
        "////Y2J1aWx0aW5zCnNldApxOF1xOShLAUsCZYVxOlJxO2V1Lg==";

    private const string Four =
        "gASVEgIAAAAAAAB9lCiMBWVwb2NolE0sAYwEYmVzdJRHP+AAAAAAAACMCnN0YXRlX2RpY3SUjAtjb2xsZWN0aW9uc5SMC09yZGVyZWREaWN0lJOUKVKUKIwJ" +
        "ZmMud2VpZ2h0lIwMdG9yY2guX3V0aWxzlIwSX3JlYnVpbGRfdGVuc29yX3YylJOUKCiMB3N0b3JhZ2WUjAV0b3JjaJSMDEZsb2F0U3RvcmFnZZSTlIwBMJSM" +
        "A2NwdZRLBnSUUUsASwNLAoaUSwFLA4aUiWgGKVKUdJRSlIwHZmMuYmlhc5RoCygoaAxoD2gQaBFLBnSUUUsDSwOFlEsBhZSJaAYpUpR0lFKUjBZibi5udW1f" +
        "YmF0Y2hlc190cmFja2VklGgLKChoDGgNjAtMb25nU3RvcmFnZZSTlIwBMZRoEUsBdJRRSwApKYloBilSlHSUUpR1fZSMCV9tZXRhZGF0YZRoBilSlCiMAJR9" +
        "lIwHdmVyc2lvbpRLAXOMAmZjlH2UaCxLAXN1c2KMCW9wdGltaXplcpR9lCiMDHBhcmFtX2dyb3Vwc5RdlH2UKIwCbHKURz+5mZmZmZmajAViZXRhc5RHP+zM" +
        "zMzMzM1HP+/3ztkWhyuGlIwGcGFyYW1zlF2UKEsASwFldWGMBXN0YXRllH2UdYwEYXJnc5RdlChOiIwBeJRDAmFilIoGAAAAAAABSvv///+PlChLAUsCkGV1" +
        "Lg==";

    private const string Five =
        "gAWVEgIAAAAAAAB9lCiMBWVwb2NolE0sAYwEYmVzdJRHP+AAAAAAAACMCnN0YXRlX2RpY3SUjAtjb2xsZWN0aW9uc5SMC09yZGVyZWREaWN0lJOUKVKUKIwJ" +
        "ZmMud2VpZ2h0lIwMdG9yY2guX3V0aWxzlIwSX3JlYnVpbGRfdGVuc29yX3YylJOUKCiMB3N0b3JhZ2WUjAV0b3JjaJSMDEZsb2F0U3RvcmFnZZSTlIwBMJSM" +
        "A2NwdZRLBnSUUUsASwNLAoaUSwFLA4aUiWgGKVKUdJRSlIwHZmMuYmlhc5RoCygoaAxoD2gQaBFLBnSUUUsDSwOFlEsBhZSJaAYpUpR0lFKUjBZibi5udW1f" +
        "YmF0Y2hlc190cmFja2VklGgLKChoDGgNjAtMb25nU3RvcmFnZZSTlIwBMZRoEUsBdJRRSwApKYloBilSlHSUUpR1fZSMCV9tZXRhZGF0YZRoBilSlCiMAJR9" +
        "lIwHdmVyc2lvbpRLAXOMAmZjlH2UaCxLAXN1c2KMCW9wdGltaXplcpR9lCiMDHBhcmFtX2dyb3Vwc5RdlH2UKIwCbHKURz+5mZmZmZmajAViZXRhc5RHP+zM" +
        "zMzMzM1HP+/3ztkWhyuGlIwGcGFyYW1zlF2UKEsASwFldWGMBXN0YXRllH2UdYwEYXJnc5RdlChOiIwBeJRDAmFilIoGAAAAAAABSvv///+PlChLAUsCkGV1" +
        "Lg==";
}
