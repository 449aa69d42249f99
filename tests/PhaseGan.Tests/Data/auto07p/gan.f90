! Reduced ODE (13), (14) of the solvable GAN with one feature, in units of the discriminator's rate tau.
! U = (P, q, r).  PAR: 1 alpha, 2 s (eta_T = eta_G = s), 3 Lambda, 4 Lambda fake, 5 tau.
      SUBROUTINE FUNC(NDIM,U,ICP,PAR,IJAC,F,DFDU,DFDP)
      IMPLICIT NONE
      INTEGER, INTENT(IN) :: NDIM, ICP(*), IJAC
      DOUBLE PRECISION, INTENT(IN) :: U(NDIM), PAR(*)
      DOUBLE PRECISION, INTENT(OUT) :: F(NDIM)
      DOUBLE PRECISION, INTENT(INOUT) :: DFDU(NDIM,NDIM), DFDP(NDIM,*)
      DOUBLE PRECISION p,q,r,al,s,lr,lf,tau,h
      p=U(1); q=U(2); r=U(3)
      al=PAR(1); s=PAR(2); lr=PAR(3); lf=PAR(4); tau=PAR(5)
      h=(1-tau*s/2)*lf*r*r-(1+tau*s/2)*lr*q*q-tau*s*s
      F(1)=al*lf*r*(q-p*r)
      F(2)=lr*q-p*lf*r+h*q
      F(3)=p*lr*q-lf*r+h*r+al*lf*(1-r*r)*r
      END SUBROUTINE FUNC

      SUBROUTINE STPNT(NDIM,U,PAR,T)
      IMPLICIT NONE
      INTEGER, INTENT(IN) :: NDIM
      DOUBLE PRECISION, INTENT(INOUT) :: U(NDIM),PAR(*)
      DOUBLE PRECISION, INTENT(IN) :: T
      DOUBLE PRECISION p,q,r
      INTEGER i
      OPEN(21,FILE='start.txt',STATUS='old')
      READ(21,*) (PAR(i),i=1,5)
      READ(21,*) p,q,r
      CLOSE(21)
      U(1)=p; U(2)=q; U(3)=r
      END SUBROUTINE STPNT

      SUBROUTINE BCND
      END SUBROUTINE BCND
      SUBROUTINE ICND
      END SUBROUTINE ICND
      SUBROUTINE FOPT
      END SUBROUTINE FOPT
      SUBROUTINE PVLS
      END SUBROUTINE PVLS
